package dev.rollcall.model;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonFormat;

/** Why a link exists. */
@JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
public enum LinkOrigin {
    /** Rollcall created the ZenQMS user. */
    CREATED,
    /** An existing ZenQMS user without an external id had the person's mail. */
    BY_EMAIL,
    /** The ZenQMS user already carried the person's external id. */
    BY_EXTERNAL_ID,
    /** Sent by a newer version. */
    @JsonEnumDefaultValue
    UNKNOWN
}
