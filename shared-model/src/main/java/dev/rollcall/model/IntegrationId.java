package dev.rollcall.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * One configured pairing of a directory with a ZenQMS account; opaque.
 *
 * @param value never null or blank
 */
public record IntegrationId(@JsonValue String value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public IntegrationId {
        Required.text(value, "IntegrationId");
    }

    @Override
    public String toString() {
        return value;
    }
}
