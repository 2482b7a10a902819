package dev.rollcall.manager.run;

/** What a run does next. A run that is not an activation begins with {@link #WALKING}. */
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
