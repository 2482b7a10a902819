package dev.rollcall.model;

import com.fasterxml.jackson.annotation.JsonCreator;

/** What stops an integration. */
public enum TroubleKind {
    /** The directory refused our token. */
    DIRECTORY_ACCESS_REFUSED,
    /** ZenQMS refused the API key. */
    ZENQMS_ACCESS_REFUSED,
    /** Sealed access could not be opened: keys differ between services. */
    ACCESS_UNREADABLE,
    /** Notices were deleted by their topic's retention before anybody read them. */
    NOTICES_LOST,
    /** ZenQMS does not clear external ids: a removal waits, and tries again now and then. */
    REMOVAL_STUCK,
    /** Sent by a newer version. */
    UNKNOWN;

    @JsonCreator
    static TroubleKind of(String name) {
        return Required.constant(values(), name, UNKNOWN);
    }
}
