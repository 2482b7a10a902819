package dev.rollcall.model;

import com.fasterxml.jackson.annotation.JsonCreator;

/** What an administrator asks a worker for. */
public enum SyncAction {
    /** Look at this person again, now. */
    LOOK_AGAIN,
    /** Sent by a newer version. */
    UNKNOWN;

    @JsonCreator
    static SyncAction of(String name) {
        return Required.constant(values(), name, UNKNOWN);
    }
}
