package dev.rollcall.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The person as the directory's immutable id; becomes {@code external_id} in ZenQMS.
 *
 * @param value never null or blank
 */
public record SubjectId(@JsonValue String value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public SubjectId {
        Required.text(value, "SubjectId");
    }

    @Override
    public String toString() {
        return value;
    }
}
