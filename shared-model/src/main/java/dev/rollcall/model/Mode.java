package dev.rollcall.model;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonFormat;

/** Whether the work may write. */
@JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
public enum Mode {
    /** Do it. */
    APPLY,
    /** Say what would be done. */
    PLAN,
    /** Only set external ids on existing ZenQMS users. */
    LINK,
    /** Sent by a newer version. */
    @JsonEnumDefaultValue
    UNKNOWN
}
