package dev.rollcall.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * One administrator's request, to follow it across topics; opaque.
 *
 * @param value never null or blank
 */
public record RequestId(@JsonValue String value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public RequestId {
        Required.text(value, "RequestId");
    }

    @Override
    public String toString() {
        return value;
    }
}
