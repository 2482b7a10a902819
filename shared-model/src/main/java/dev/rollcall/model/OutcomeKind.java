package dev.rollcall.model;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonFormat;

/** What became of one person. */
@JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
public enum OutcomeKind {
    CREATED,
    UPDATED,
    LINKED,
    DEACTIVATED,
    REACTIVATED,
    UNCHANGED,
    SKIPPED,
    HELD,
    FAILED,
    /** Sent by a newer version. */
    @JsonEnumDefaultValue
    UNKNOWN
}
