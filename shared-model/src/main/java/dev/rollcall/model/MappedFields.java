package dev.rollcall.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The fields of a ZenQMS user that Rollcall maps, under ZenQMS's own names. In an outcome's before and after only the
 * fields that differ are set.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MappedFields(
        @JsonProperty("external_id") String externalId,
        @JsonProperty("email") String email,
        @JsonProperty("first_name") String firstName,
        @JsonProperty("last_name") String lastName,
        @JsonProperty("title") String title,
        @JsonProperty("is_active") Boolean active) {

    /** Personal data stays out of logs. */
    @Override
    public String toString() {
        return "MappedFields[active=" + active + "]";
    }
}
