package dev.rollcall.model;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonFormat;

/** How the ZenQMS user was found. */
@JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
public enum MatchKind {
    LINKED,
    BY_EMAIL,
    NONE,
    DISPUTED,
    /** Sent by a newer version. */
    @JsonEnumDefaultValue
    UNKNOWN
}
