package dev.rollcall.manager.run;

/** How a run stands. */
public enum RunState {
    RUNNING,
    /** Everybody is as they should be. */
    SUCCEEDED,
    /** Done, but some people were skipped, held or failed: see the entries. */
    SUCCEEDED_WITH_SKIPS,
    /** The directory was not walked to its end, or nobody could be synchronised. */
    FAILED
}
