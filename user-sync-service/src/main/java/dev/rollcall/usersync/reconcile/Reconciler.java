package dev.rollcall.usersync.reconcile;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.model.Cause;
import dev.rollcall.model.LinkOrigin;
import dev.rollcall.model.MappedFields;
import dev.rollcall.model.MatchKind;
import dev.rollcall.model.SubjectId;
import dev.rollcall.usersync.UserSyncConfig;
import dev.rollcall.usersync.ledger.Brake;
import dev.rollcall.usersync.ledger.Intents;
import dev.rollcall.usersync.ledger.Ledger;
import dev.rollcall.usersync.ledger.LedgerEntry;
import dev.rollcall.usersync.plan.Match;
import dev.rollcall.usersync.plan.Matcher;
import dev.rollcall.usersync.plan.PersonState;
import dev.rollcall.usersync.plan.SkipReason;
import dev.rollcall.usersync.plan.UserPlan;
import dev.rollcall.usersync.plan.UserPlanner;
import dev.rollcall.usersync.work.Lease;
import dev.rollcall.usersync.work.WorkQueue;
import dev.rollcall.zenqms.UserSearch;
import dev.rollcall.zenqms.ZenQmsException;
import dev.rollcall.zenqms.ZenQmsUser;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Makes ZenQMS agree with the directory for one person: match → plan → apply. What it came to is recorded by the caller. */
@ApplicationScoped
class Reconciler {

    /** Beyond a call's own time limit: its answer, our record. */
    private static final Duration MARGIN = Duration.ofSeconds(2);

    private final Jdbi jdbi;
    private final Ledger ledger;
    private final Intents intents;
    private final Brake brake;
    private final ZenQmsIndex index;
    private final WorkQueue queue;
    private final Duration call;

    Reconciler(
            Jdbi jdbi,
            Ledger ledger,
            Intents intents,
            Brake brake,
            ZenQmsIndex index,
            WorkQueue queue,
            UserSyncConfig config) {
        this.jdbi = jdbi;
        this.ledger = ledger;
        this.intents = intents;
        this.brake = brake;
        this.index = index;
        this.queue = queue;
        this.call = config.callTimeout().plus(MARGIN);
    }

    /**
     * @throws ZenQmsException when ZenQMS can't be asked or told now
     * @throws NotYet when it is too early to tell what a former call did
     * @throws Lease.LeaseLost when the lease ended first
     */
    Effect reconcile(Assignment work) {
        var look = work.look();
        var skip = UserPlanner.skipBeforeMatching(look.state(), look.known().linked() != null);
        if (skip.isPresent()) {
            return skipped(work, skip.get());
        }
        if (nothingChangedSinceOurLastWrite(look)) {
            return new Effect(
                    Outcomes.unchanged(look.known().linked().user()),
                    look.known().linked(),
                    look.known().written(),
                    null);
        }
        work.lease().outlasts(call);
        var match = match(work);
        if (look.known().linked() == null && match instanceof Match.Linked(var user, var ignored)) {
            var left = locked(
                    work,
                    handle -> intents.leftOpen(
                            handle,
                            work.integration().id(),
                            work.intentScope(),
                            look.state().subjectId()));
            if (left.isPresent()) {
                return adopted(work, user, left.get().purpose());
            }
        }
        return apply(work, match);
    }

    /** Live only: a run and an administrator's request compare with ZenQMS itself. */
    private static boolean nothingChangedSinceOurLastWrite(Look look) {
        return look.row().runId() == null
                && look.row().cause() != Cause.REQUEST
                && look.known().written() != null
                && look.known().linked() != null
                && UserPlanner.desired(look.state())
                        .filter(look.known().written()::equals)
                        .isPresent();
    }

    private Match match(Assignment work) {
        var look = work.look();
        return look.known()
                .link()
                .flatMap(link -> Matcher.confirm(
                        look.state().subjectId(),
                        link.user(),
                        link.origin(),
                        work.finder().byId(link.user())))
                // The user is gone from ZenQMS: match anew, once.
                .orElseGet(() -> matchAnew(work, mail(look.state())));
    }

    private Match matchAnew(Assignment work, String mail) {
        var subject = work.look().state().subjectId();
        var guest = work.look().state() instanceof PersonState.Present(var person) && person.guest();
        return Matcher.match(
                subject,
                mail,
                !guest || work.policy().matchGuestsByMail(),
                work.finder().candidates(subject, mail),
                user -> ledger.owner(work.integration().id(), user));
    }

    private Effect apply(Assignment work, Match match) {
        return switch (UserPlanner.plan(work.look().state(), match, work.policy())) {
            case UserPlan.Skip skip -> skipped(work, skip);
            case UserPlan.Nothing(var user, var origin) ->
                new Effect(Outcomes.unchanged(user.id()), link(work, user, origin, false), written(work), user);
            case UserPlan.Create create -> create(work, create);
            case UserPlan.Change change
            when change.origin() == LinkOrigin.BY_EMAIL && !change.current().isLinked() -> linkByMail(work, change);
            case UserPlan.Change change -> change(work, change);
        };
    }

    private Effect create(Assignment work, UserPlan.Create plan) {
        return switch (open(work, plan.fields().email(), LinkOrigin.CREATED)) {
            case Intents.Opening.Opened() -> createNow(work, plan);
            case Intents.Opening.TakenBy(var other) -> sharedMail(work, other);
            case Intents.Opening.LeftOpen left -> afterFormerAttempt(work, plan, left);
        };
    }

    private Effect createNow(Assignment work, UserPlan.Create plan) {
        work.lease().outlasts(call);
        try {
            return created(work.zenQms().create(plan.fields()), plan.fields());
        } catch (ZenQmsException.Conflict e) {
            return afterConflict(work);
        } catch (ZenQmsException.Rejected e) {
            return failed(work, "refused-by-zenqms", e.getMessage());
        }
    }

    /** ZenQMS says the mail or the id is taken, whatever our searches showed: look live, and never create again. */
    private Effect afterConflict(Assignment work) {
        var live = live(work);
        return switch (matchAnew(live, mail(work.look().state()))) {
            case Match.None ignored ->
                skipped(
                        work,
                        new UserPlan.Skip(
                                SkipReason.MAIL_TAKEN_ELSEWHERE,
                                SkipReason.MAIL_TAKEN_ELSEWHERE.advice(),
                                List.of(),
                                MatchKind.DISPUTED));
            case Match found -> apply(live, found);
        };
    }

    /** A former create may have taken effect, or may still: search before anything else. */
    private Effect afterFormerAttempt(Assignment work, UserPlan.Create plan, Intents.Opening.LeftOpen left) {
        var live = live(work);
        var found = matchAnew(live, plan.fields().email());
        if (found instanceof Match.None
                && !left.email().equalsIgnoreCase(plan.fields().email())) {
            found = matchAnew(live, left.email());
        }
        if (found instanceof Match.Linked(var user, var ignored)) {
            return adopted(live, user, left.purpose());
        }
        if (found instanceof Match.None && left.age().compareTo(call) < 0) {
            throw new NotYet(call.minus(left.age()), "A former create may still take effect.");
        }
        closeIntent(work, work.look().state().subjectId());
        return found instanceof Match.None ? create(work, plan) : apply(live, found);
    }

    /** The former attempt did take effect: it is told as what it was. */
    private Effect adopted(Assignment work, ZenQmsUser user, LinkOrigin purpose) {
        var match = new Match.Linked(user, purpose);
        if (!(UserPlanner.plan(work.look().state(), match, work.policy()) instanceof UserPlan.Nothing)) {
            return apply(work, match);
        }
        var outcome =
                purpose == LinkOrigin.CREATED ? Outcomes.created(user.id(), user.fields()) : Outcomes.linked(user.id());
        return new Effect(outcome, link(work, user, purpose, true), written(work), user);
    }

    /** Two people with one mail must not both link the same user: the mail is reserved, and the match made again. */
    private Effect linkByMail(Assignment work, UserPlan.Change plan) {
        var mail = plan.current().email();
        return switch (open(work, mail, LinkOrigin.BY_EMAIL)) {
            case Intents.Opening.TakenBy(var other) -> sharedMail(work, other);
            case Intents.Opening.Opened() -> linkNow(work, plan);
            case Intents.Opening.LeftOpen ignored -> linkNow(live(work), plan);
        };
    }

    private Effect linkNow(Assignment work, UserPlan.Change plan) {
        var again = matchAnew(work, mail(work.look().state()));
        if (again instanceof Match.ByEmail(var user) && user.equals(plan.current())) {
            return change(work, plan);
        }
        closeIntent(work, work.look().state().subjectId());
        return apply(work, again);
    }

    private Effect change(Assignment work, UserPlan.Change plan) {
        if (plan.kind() == UserPlan.Kind.DEACTIVATE && !work.isPlan() && !brakeAllows(work)) {
            return new Effect(
                    Outcomes.held(plan),
                    work.look().known().linked(),
                    work.look().known().written(),
                    null);
        }
        work.lease().outlasts(call);
        try {
            work.zenQms().patch(plan.current().id(), plan.changes());
            return changed(work, plan, written(work), plan.changes());
        } catch (ZenQmsException.NotFound e) {
            return skipOrRematch(work, plan);
        } catch (ZenQmsException.Conflict e) {
            return changeWithoutMail(work, plan);
        } catch (ZenQmsException.Rejected e) {
            return failed(work, "refused-by-zenqms", e.getMessage());
        } catch (ZenQmsException.Unavailable e) {
            // It may have taken effect: what the index says of this user is no longer known.
            index.forget(work.integration().id(), plan.current().id());
            throw e;
        }
    }

    /** The user vanished between read and write: match anew, once, and live. */
    private Effect skipOrRematch(Assignment work, UserPlan.Change plan) {
        index.forget(work.integration().id(), plan.current().id());
        var live = live(work);
        var again = matchAnew(live, mail(work.look().state()));
        var sameUser = switch (again) {
            case Match.Linked(var user, var ignored) ->
                user.id().equals(plan.current().id());
            case Match.ByEmail(var user) -> user.id().equals(plan.current().id());
            case Match.None ignored -> false;
            case Match.Disputed ignored -> false;
        };
        return sameUser
                ? failed(
                        work,
                        "user-vanished",
                        "ZenQMS shows this user in searches but does not know them when written to.")
                : apply(live, again);
    }

    /** Somebody else has the new mail. Whatever else was to be written still is, a deactivation above all. */
    private Effect changeWithoutMail(Assignment work, UserPlan.Change plan) {
        if (plan.changes().email() == null) {
            return failed(work, "conflict", "ZenQMS reports a conflict (409) although no mail was to be changed.");
        }
        var holders = work
                .sides()
                .zenQms()
                .search(new UserSearch.ByEmail(plan.changes().email()))
                .stream()
                .filter(user -> Matcher.hasMail(user, plan.changes().email()))
                .toList();
        var others = holders.stream()
                .map(user -> user.isLinked() ? user.externalId() : user.id().value())
                .toList();
        var reason = whoseMail(work, holders);
        var rest = UserPlanner.withoutMail(plan);
        if (rest.isEmpty()) {
            return skipped(work, new UserPlan.Skip(reason, reason.advice(), others, MatchKind.DISPUTED));
        }
        work.lease().outlasts(call);
        work.zenQms().patch(plan.current().id(), rest.get().changes());
        var effect = changed(work, rest.get(), null, rest.get().changes());
        return new Effect(
                Outcomes.changedButMail(rest.get(), reason, others), effect.link(), effect.written(), effect.user());
    }

    private SkipReason whoseMail(Assignment work, List<ZenQmsUser> holders) {
        if (holders.isEmpty()) {
            return SkipReason.MAIL_TAKEN_ELSEWHERE;
        }
        return holders.stream()
                        .anyMatch(user ->
                                ledger.owner(work.integration().id(), user.id()).isPresent())
                ? SkipReason.MAIL_SHARED_IN_DIRECTORY
                : SkipReason.MAIL_OWNED_BY_OTHER;
    }

    private Intents.Opening open(Assignment work, String mail, LinkOrigin purpose) {
        return locked(
                work,
                handle -> intents.open(
                        handle,
                        work.integration().id(),
                        work.intentScope(),
                        work.look().state().subjectId(),
                        mail,
                        purpose));
    }

    private void closeIntent(Assignment work, SubjectId subject) {
        locked(work, handle -> {
            intents.close(handle, work.integration().id(), work.intentScope(), subject);
            return null;
        });
    }

    private boolean brakeAllows(Assignment work) {
        return work.look().row().heldSince() == null
                && locked(
                        work,
                        handle -> brake.allows(
                                handle,
                                work.integration().id(),
                                work.look().state().subjectId(),
                                work.integration().settings()));
    }

    /** In a transaction that holds the row, so that only the lease's holder decides. */
    private <T> T locked(Assignment work, Function<Handle, T> decision) {
        return jdbi.inTransaction(handle -> {
            if (!queue.stillHeld(handle, work.look().row(), work.lease().fence())) {
                throw work.lease().lost();
            }
            return decision.apply(handle);
        });
    }

    private Effect sharedMail(Assignment work, SubjectId other) {
        if (other.equals(work.look().state().subjectId())) {
            throw new NotYet(Duration.ofSeconds(1), "Somebody else's work on the same mail has just ended.");
        }
        return skipped(
                work,
                new UserPlan.Skip(
                        SkipReason.MAIL_SHARED_IN_DIRECTORY,
                        SkipReason.MAIL_SHARED_IN_DIRECTORY.advice(),
                        List.of(other.value()),
                        MatchKind.DISPUTED));
    }

    private Assignment live(Assignment work) {
        return work.with(new UserFinder.Live(work.integration().id(), work.sides(), index));
    }

    private static Effect created(ZenQmsUser user, MappedFields fields) {
        return new Effect(
                Outcomes.created(user.id(), fields),
                new LedgerEntry.Linked(user.id(), LinkOrigin.CREATED, true, user.active()),
                fields,
                user);
    }

    private static Effect changed(Assignment work, UserPlan.Change plan, MappedFields written, MappedFields changes) {
        var user = plan.current();
        var after = new ZenQmsUser(
                user.id(),
                changes.externalId() == null ? user.externalId() : changes.externalId(),
                changes.email() == null ? user.email() : changes.email(),
                changes.firstName() == null ? user.firstName() : changes.firstName(),
                changes.lastName() == null ? user.lastName() : changes.lastName(),
                changes.title() == null ? user.title() : changes.title(),
                changes.active() == null ? user.active() : changes.active());
        return new Effect(
                Outcomes.changed(plan), link(work, after, plan.origin(), changes.externalId() != null), written, after);
    }

    private static Effect skipped(Assignment work, UserPlan.Skip skip) {
        return new Effect(Outcomes.skipped(skip), work.look().known().linked(), null, null);
    }

    private static Effect failed(Assignment work, String reason, String detail) {
        return new Effect(Outcomes.failed(reason, detail), work.look().known().linked(), null, null);
    }

    /** A link we know stays what it was; a new one is by its origin. */
    private static LedgerEntry.Linked link(
            Assignment work, ZenQmsUser user, LinkOrigin origin, boolean wroteExternalId) {
        var known = work.look().known().linked();
        if (known != null && known.user().equals(user.id())) {
            return new LedgerEntry.Linked(user.id(), known.origin(), known.setByUs() || wroteExternalId, user.active());
        }
        return new LedgerEntry.Linked(
                user.id(), origin, wroteExternalId || origin != LinkOrigin.BY_EXTERNAL_ID, user.active());
    }

    /** What ZenQMS has once the plan is done; unknown after link-only work, so that the first live change compares. */
    private static MappedFields written(Assignment work) {
        return work.policy().linkOnly()
                ? null
                : UserPlanner.desired(work.look().state()).orElse(null);
    }

    private static String mail(PersonState state) {
        return switch (state) {
            case PersonState.Present(var person) -> person.mail();
            case PersonState.Deleted ignored -> null;
        };
    }

    /** Too early: what a former call did can't be told yet. */
    static final class NotYet extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Duration after;

        NotYet(Duration after, String why) {
            super(why);
            this.after = after;
        }

        Duration after() {
            return after;
        }
    }
}
