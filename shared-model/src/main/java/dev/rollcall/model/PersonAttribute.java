package dev.rollcall.model;

import com.fasterxml.jackson.annotation.JsonCreator;

/** What a {@link Scope} can ask of a person. */
public enum PersonAttribute {
    /** {@code Member} or {@code Guest}. */
    USER_TYPE,
    /** {@code true} or {@code false}. */
    ACCOUNT_ENABLED,
    DEPARTMENT,
    COMPANY_NAME,
    EMPLOYEE_TYPE,
    COUNTRY,
    OFFICE_LOCATION,
    /** Sent by a newer version. */
    UNKNOWN;

    /** Whether it is read only for a scope; the others are read of everybody anyway. */
    public boolean isReadForScopeOnly() {
        return switch (this) {
            case USER_TYPE, ACCOUNT_ENABLED, UNKNOWN -> false;
            case DEPARTMENT, COMPANY_NAME, EMPLOYEE_TYPE, COUNTRY, OFFICE_LOCATION -> true;
        };
    }

    @JsonCreator
    static PersonAttribute of(String name) {
        return Required.constant(values(), name, UNKNOWN);
    }
}
