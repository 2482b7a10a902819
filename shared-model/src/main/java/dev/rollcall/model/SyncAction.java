package dev.rollcall.model;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonFormat;

/** What an administrator asks a worker for. */
@JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
public enum SyncAction {
    /** Look at this person again, now. */
    LOOK_AGAIN,
    /** Sent by a newer version. */
    @JsonEnumDefaultValue
    UNKNOWN
}
