package dev.rollcall.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * One sync event being worked, such as an initial synchronisation; opaque.
 *
 * @param value never null or blank
 */
public record RunId(@JsonValue String value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public RunId {
        Required.text(value, "RunId");
    }

    @Override
    public String toString() {
        return value;
    }
}
