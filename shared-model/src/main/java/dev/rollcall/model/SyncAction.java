package dev.rollcall.model;

import com.fasterxml.jackson.annotation.JsonCreator;

/** What an administrator asks a worker for. */
public enum SyncAction {
    /** Look at this person again, now. */
    LOOK_AGAIN,
    /** Do the held deactivation, whatever the brake says, if the directory still says so. */
    RELEASE,
    /** Drop what is held, and leave the person alone until the directory says something else of them. */
    REJECT,
    /** Sent by a newer version. */
    UNKNOWN;

    @JsonCreator
    static SyncAction of(String name) {
        return Required.constant(values(), name, UNKNOWN);
    }
}
