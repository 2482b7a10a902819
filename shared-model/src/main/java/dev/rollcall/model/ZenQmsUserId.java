package dev.rollcall.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A user's id in ZenQMS; opaque, a number or a GUID on the wire.
 *
 * @param value never null or blank
 */
public record ZenQmsUserId(@JsonValue String value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ZenQmsUserId {
        Required.text(value, "ZenQmsUserId");
    }

    @Override
    public String toString() {
        return value;
    }
}
