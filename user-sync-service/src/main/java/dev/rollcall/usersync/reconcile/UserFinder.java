package dev.rollcall.usersync.reconcile;

import java.util.ArrayList;
import java.util.List;

import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.SubjectId;
import dev.rollcall.model.ZenQmsUserId;
import dev.rollcall.zenqms.UserSearch;
import dev.rollcall.zenqms.ZenQmsUser;

/** Collects the ZenQMS users that may be meant: in a run from the index, live from ZenQMS. The matcher verifies them. */
sealed interface UserFinder {

    List<ZenQmsUser> byId(ZenQmsUserId user);

    /** @param mail null where the person has none */
    List<ZenQmsUser> candidates(SubjectId subject, String mail);

    /** Asks ZenQMS. */
    record Live(IntegrationId integration, Clients.Sides sides, ZenQmsIndex index) implements UserFinder {

        @Override
        public List<ZenQmsUser> byId(ZenQmsUserId user) {
            return sides.zenQms().search(new UserSearch.ById(user));
        }

        @Override
        public List<ZenQmsUser> candidates(SubjectId subject, String mail) {
            var found = new ArrayList<ZenQmsUser>();
            if (sides.findsByExternalId()) {
                found.addAll(sides.zenQms().search(new UserSearch.ByExternalId(subject)));
            } else {
                // Where ZenQMS can't search by it, the index may remember; it is read again by its id.
                index.byExternalId(integration, subject).forEach(user -> found.addAll(byId(user.id())));
            }
            if (mail != null) {
                found.addAll(sides.zenQms().search(new UserSearch.ByEmail(mail)));
            }
            return found;
        }
    }

    /** Asks the index; a user that our ledger knows and the index doesn't is asked for at ZenQMS. */
    record Indexed(IntegrationId integration, Live live, ZenQmsIndex index) implements UserFinder {

        @Override
        public List<ZenQmsUser> byId(ZenQmsUserId user) {
            var found = index.byId(integration, user);
            return found.isEmpty() ? live.byId(user) : found;
        }

        @Override
        public List<ZenQmsUser> candidates(SubjectId subject, String mail) {
            var found = new ArrayList<>(index.byExternalId(integration, subject));
            if (mail != null) {
                found.addAll(index.byEmail(integration, mail));
            }
            return found;
        }
    }
}
