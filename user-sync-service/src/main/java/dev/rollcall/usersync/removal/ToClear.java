package dev.rollcall.usersync.removal;

import dev.rollcall.model.SubjectId;
import dev.rollcall.model.ZenQmsUserId;

/**
 * A link that Rollcall set and that is to be cleared.
 *
 * @param sequence of the person's last report
 * @param begun whether a call to clear it may have taken effect
 * @param told whether its outcome was told: ZenQMS showed the external id again when it was read back
 */
record ToClear(SubjectId subjectId, ZenQmsUserId user, long sequence, boolean begun, boolean told) {}
