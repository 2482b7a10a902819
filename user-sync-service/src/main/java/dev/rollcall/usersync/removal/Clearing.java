package dev.rollcall.usersync.removal;

import java.util.Optional;

import dev.rollcall.model.SubjectId;
import dev.rollcall.zenqms.ZenQmsUser;

/** What becomes of a link that Rollcall set, as ZenQMS shows its user now. Pure. */
sealed interface Clearing {

    /** The user carries exactly our external id: it is to be cleared. */
    record Clear() implements Clearing {}

    /** It is cleared, by a call of ours whose answer never came. */
    record Done() implements Clearing {}

    /** Somebody else changed it: it stays as it is. */
    record LeaveAlone(String reason, String detail) implements Clearing {}

    /** ZenQMS won't do it: it is not done, and is tried again. */
    record Refused(String sentence) implements Clearing {}

    /**
     * @param user as a search for them shows them; empty where it doesn't, which proves little: it may hide inactive users
     * @param begun whether a call of ours may have cleared it before
     * @param shown whether a reading of all users has just shown them with exactly our external id
     */
    static Clearing of(SubjectId subject, Optional<ZenQmsUser> user, boolean begun, boolean shown) {
        if (user.isEmpty()) {
            return shown ? new Clear() : gone();
        }
        if (subject.value().equals(user.get().externalId())) {
            return new Clear();
        }
        if (user.get().isLinked()) {
            return new LeaveAlone(
                    "linked-to-other",
                    "The ZenQMS user carries another external id than the one that Rollcall set. It was left as it is.");
        }
        return begun
                ? new Done()
                : new LeaveAlone("already-cleared", "Somebody else has cleared the external id. Nothing was written.");
    }

    /** ZenQMS does not know the user. */
    static Clearing gone() {
        return new LeaveAlone("user-gone", "ZenQMS does not show this user any more, so there is nothing to clear.");
    }
}
