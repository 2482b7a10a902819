package dev.rollcall.model;

import com.fasterxml.jackson.annotation.JsonCreator;

/** How the ZenQMS user was found. */
public enum MatchKind {
    LINKED,
    BY_EMAIL,
    NONE,
    DISPUTED,
    /** Sent by a newer version. */
    UNKNOWN;

    @JsonCreator
    static MatchKind of(String name) {
        return Required.constant(values(), name, UNKNOWN);
    }
}
