package dev.rollcall.manager.run;

/** How a run stands. */
public enum RunState {
    RUNNING,
    /** Everybody is as they should be. */
    SUCCEEDED,
    /** Done, but some people were skipped, held or failed: see the entries. */
    SUCCEEDED_WITH_SKIPS,
    /** An administrator cancelled it. */
    STOPPED,
    /** The directory was not walked to its end, or nobody could be synchronised. */
    FAILED,
    /** The standing run of an integration: what is announced, and what became of it. It never ends. */
    LIVE
}
