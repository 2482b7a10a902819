package dev.rollcall.model;

import com.fasterxml.jackson.annotation.JsonCreator;

/** The life of an integration. */
public enum IntegrationState {
    DRAFT,
    ACTIVE,
    PAUSED,
    NEEDS_AUTHORIZATION,
    REMOVING,
    REMOVED,
    /** Sent by a newer version. */
    UNKNOWN;

    @JsonCreator
    static IntegrationState of(String name) {
        return Required.constant(values(), name, UNKNOWN);
    }
}
