package dev.rollcall.model;

import com.fasterxml.jackson.annotation.JsonCreator;

/** Why a link exists. */
public enum LinkOrigin {
    /** Rollcall created the ZenQMS user. */
    CREATED,
    /** An existing ZenQMS user without an external id had the person's mail. */
    BY_EMAIL,
    /** The ZenQMS user already carried the person's external id. */
    BY_EXTERNAL_ID,
    /** Sent by a newer version. */
    UNKNOWN;

    @JsonCreator
    static LinkOrigin of(String name) {
        return Required.constant(values(), name, UNKNOWN);
    }
}
