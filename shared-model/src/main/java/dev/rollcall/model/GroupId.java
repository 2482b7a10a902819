package dev.rollcall.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A group as the directory's immutable id.
 *
 * @param value never null or blank
 */
public record GroupId(@JsonValue String value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public GroupId {
        Required.text(value, "GroupId");
    }

    @Override
    public String toString() {
        return value;
    }
}
