package dev.rollcall.model;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonFormat;

/** The life of an integration. */
@JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
public enum IntegrationState {
    DRAFT,
    ACTIVE,
    PAUSED,
    NEEDS_AUTHORIZATION,
    REMOVING,
    REMOVED,
    /** Sent by a newer version. */
    @JsonEnumDefaultValue
    UNKNOWN
}
