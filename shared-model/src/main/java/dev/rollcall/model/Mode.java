package dev.rollcall.model;

import com.fasterxml.jackson.annotation.JsonCreator;

/** Whether the work may write. */
public enum Mode {
    /** Do it. */
    APPLY,
    /** Say what would be done. */
    PLAN,
    /** Only set external ids on existing ZenQMS users. */
    LINK,
    /** Sent by a newer version. */
    UNKNOWN;

    @JsonCreator
    static Mode of(String name) {
        return Required.constant(values(), name, UNKNOWN);
    }
}
