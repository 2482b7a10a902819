package dev.rollcall.usersync.reconcile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.model.ZenQmsUserId;
import dev.rollcall.usersync.ledger.Ledger;
import dev.rollcall.usersync.plan.Match;
import dev.rollcall.usersync.plan.Matcher;
import dev.rollcall.usersync.plan.Owner;
import dev.rollcall.zenqms.UserSearch;
import dev.rollcall.zenqms.ZenQmsUser;

/**
 * Collects the ZenQMS users that may be meant, and has the matcher verify them. In a run the index is asked, live ZenQMS
 * itself; a user that our ledger knows and the index doesn't is asked for at ZenQMS.
 */
@ApplicationScoped
class UserFinder {

    private final ZenQmsIndex index;
    private final Ledger ledger;

    UserFinder(ZenQmsIndex index, Ledger ledger) {
        this.index = index;
        this.ledger = ledger;
    }

    /** By our ledger's link if it still holds, else anew. */
    Match match(Assignment work) {
        var known = work.look().known();
        return known.link()
                .flatMap(link -> {
                    var mails = new ArrayList<String>();
                    mails.add(work.mail());
                    mails.add(known.written() == null ? null : known.written().email());
                    return Matcher.confirm(work.subject(), link.user(), link.origin(), mails, byId(work, link.user()));
                })
                .orElseGet(() -> matchAnew(work, work.mail()));
    }

    /** By external id, then by mail, whatever our ledger says. */
    Match matchAnew(Assignment work, String mail) {
        Function<ZenQmsUserId, Optional<Owner>> owner = user -> ledger.owner(work.integrationId(), user);
        return Matcher.match(
                work.subject(),
                mail,
                !work.isGuest() || work.policy().matchGuestsByMail(),
                candidates(work, mail),
                owner);
    }

    /** The same work with what the index knows now. */
    Assignment refreshed(Assignment work) {
        return work.fromIndex() ? work.with(index.view(work.integrationId(), List.of(work))) : work;
    }

    private static List<ZenQmsUser> byId(Assignment work, ZenQmsUserId user) {
        var indexed = work.fromIndex() ? work.index().byId(user) : List.<ZenQmsUser>of();
        return indexed.isEmpty() ? askById(work, user) : indexed;
    }

    /** A server that ignores the criterion sends everybody: then the user is looked for page by page, and not called gone. */
    private static List<ZenQmsUser> askById(Assignment work, ZenQmsUserId user) {
        for (int number = 1; ; number++) {
            var page = work.zenQms().search(new UserSearch.ById(user), number);
            var found =
                    page.users().stream().filter(one -> one.id().equals(user)).toList();
            if (!found.isEmpty() || page.last()) {
                return found;
            }
        }
    }

    private List<ZenQmsUser> candidates(Assignment work, String mail) {
        return work.fromIndex() ? indexed(work, mail) : asked(work, mail);
    }

    private static List<ZenQmsUser> indexed(Assignment work, String mail) {
        var found = new ArrayList<>(work.index().byExternalId(work.subject()));
        if (mail != null && !mail.isBlank()) {
            found.addAll(work.index().byEmail(mail));
        }
        return found;
    }

    private List<ZenQmsUser> asked(Assignment work, String mail) {
        var found = new ArrayList<ZenQmsUser>();
        if (work.sides().findsByExternalId(work.zenQms())) {
            found.addAll(work.zenQms().search(new UserSearch.ByExternalId(work.subject())));
        } else {
            // Where ZenQMS can't search by it, the index may remember; it is read again by its id.
            index.byExternalId(work.integrationId(), work.subject())
                    .forEach(user -> found.addAll(askById(work, user.id())));
        }
        if (mail != null && !mail.isBlank()) {
            found.addAll(work.zenQms().search(new UserSearch.ByEmail(mail)));
        }
        return found;
    }
}
