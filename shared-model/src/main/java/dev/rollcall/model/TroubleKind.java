package dev.rollcall.model;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonFormat;

/** What stops an integration. */
@JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
public enum TroubleKind {
    /** The directory refused our token. */
    DIRECTORY_ACCESS_REFUSED,
    /** ZenQMS refused the API key. */
    ZENQMS_ACCESS_REFUSED,
    /** Sealed access could not be opened: keys differ between services. */
    ACCESS_UNREADABLE,
    /** Sent by a newer version. */
    @JsonEnumDefaultValue
    UNKNOWN
}
