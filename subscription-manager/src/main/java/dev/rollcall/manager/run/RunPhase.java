package dev.rollcall.manager.run;

/**
 * What a run does next. One that is not an activation begins with {@link #WALKING}, or with {@link #SUBSCRIBING} where
 * changes are not announced.
 */
public enum RunPhase {
    /** Prove the directory's credentials. */
    AUTHORIZING,
    /** Tell the ingress and the workers. */
    PUBLISHING,
    /** Have changes announced, before anything is read. */
    SUBSCRIBING,
    /** Read everybody, page by page. */
    WALKING,
    /** Everybody is read; workers still report. */
    SETTLING,
    /** Ended. */
    ENDED
}
