package dev.rollcall.model;

import com.fasterxml.jackson.annotation.JsonCreator;

/** What became of one person. */
public enum OutcomeKind {
    CREATED,
    UPDATED,
    LINKED,
    DEACTIVATED,
    REACTIVATED,
    UNCHANGED,
    SKIPPED,
    HELD,
    /** The integration is being removed: the external id that Rollcall had set was cleared. */
    UNLINKED,
    FAILED,
    /** Sent by a newer version. */
    UNKNOWN;

    @JsonCreator
    static OutcomeKind of(String name) {
        return Required.constant(values(), name, UNKNOWN);
    }
}
