package dev.rollcall.model;

import com.fasterxml.jackson.annotation.JsonCreator;

/** Why somebody is looked at. */
public enum Cause {
    /** The directory announced a change. */
    NOTIFICATION,
    /** A run walks the whole directory. */
    INITIAL_SYNC,
    /** The periodic change feed showed it. */
    SWEEP,
    /** An administrator asked. */
    REQUEST,
    /** Work is tried again. */
    RETRY,
    /** An unchanged person is looked at once more, in case a replica lagged. */
    SECOND_LOOK,
    /** Settings, access or state were changed by an administrator or a timer. */
    ADMINISTRATION,
    /** Sent by a newer version. */
    UNKNOWN;

    @JsonCreator
    static Cause of(String name) {
        return Required.constant(values(), name, UNKNOWN);
    }
}
