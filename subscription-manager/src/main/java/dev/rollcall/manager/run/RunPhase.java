package dev.rollcall.manager.run;

/**
 * What a run does next. One that is not an activation begins with {@link #WALKING}, or with {@link #SUBSCRIBING} where
 * changes are not announced; one that tries people again with {@link #ASKING}.
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
    /** Ask for the people whom another run failed on, page by page. */
    ASKING,
    /** An integration is removed: end the directory's subscriptions. */
    UNSUBSCRIBING,
    /** An integration is removed: workers clear the external ids that Rollcall had set. */
    CLEARING,
    /** Everybody is read or asked for; workers still report. */
    SETTLING,
    /** Ended. */
    ENDED,
    /** The standing run: takes no step. */
    LIVE
}
