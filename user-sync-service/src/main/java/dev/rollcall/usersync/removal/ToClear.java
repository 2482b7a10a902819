package dev.rollcall.usersync.removal;

import dev.rollcall.model.SubjectId;
import dev.rollcall.model.ZenQmsUserId;

/**
 * A link that Rollcall set and that is to be cleared.
 *
 * @param sequence of the person's last report
 * @param begun whether a call to clear it may have taken effect
 */
record ToClear(SubjectId subjectId, ZenQmsUserId user, long sequence, boolean begun, Told told) {

    /** What was told of it before ZenQMS showed the external id again when all users were read back. */
    enum Told {
        NOTHING,
        CLEARED,
        LEFT_ALONE
    }

    /** Whether a reading of all users showed it after it had ended. */
    boolean shown() {
        return told != Told.NOTHING;
    }
}
