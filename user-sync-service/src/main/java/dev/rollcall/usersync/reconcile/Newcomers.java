package dev.rollcall.usersync.reconcile;

import java.time.Duration;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.model.LinkOrigin;
import dev.rollcall.model.MatchKind;
import dev.rollcall.model.SubjectId;
import dev.rollcall.usersync.ledger.Intents;
import dev.rollcall.usersync.plan.Match;
import dev.rollcall.usersync.plan.SkipReason;
import dev.rollcall.usersync.plan.UserPlan;
import dev.rollcall.usersync.plan.UserPlanner;
import dev.rollcall.zenqms.ZenQmsException;
import dev.rollcall.zenqms.ZenQmsUser;

/** Creates users and links existing ones by mail, one person per mail, and never twice: behind an intent. */
@ApplicationScoped
class Newcomers {

    private final RowLock lock;
    private final Intents intents;
    private final UserFinder finder;
    private final Changes changes;

    Newcomers(RowLock lock, Intents intents, UserFinder finder, Changes changes) {
        this.lock = lock;
        this.intents = intents;
        this.finder = finder;
        this.changes = changes;
    }

    /**
     * Before anything else is decided: what a former attempt, which ended without a record, did to ZenQMS.
     *
     * @return null when there was none, or it did nothing
     */
    Step afterFormerAttempt(Assignment work) {
        if (!work.look().intentLeft() || work.isPlan()) {
            return null;
        }
        var left = lock.held(
                work, handle -> intents.leftOpen(handle, work.integrationId(), work.intentScope(), work.subject()));
        return left.isEmpty() ? null : afterFormerAttempt(work.live(), left.get());
    }

    private Step afterFormerAttempt(Assignment live, Intents.Opening.LeftOpen left) {
        var found = finder.matchAnew(live, left.email());
        if (found instanceof Match.Linked(var user, var ignored)) {
            return adopted(live, user, left.purpose());
        }
        // The former call may still be on its way; a link by mail shows nobody linked either.
        if (left.age().compareTo(live.call()) < 0) {
            throw new NotYet(live.call().minus(left.age()), "A former attempt may still take effect.");
        }
        close(live);
        return null;
    }

    /** The former attempt did take effect: it is told as what it was. */
    private static Step adopted(Assignment live, ZenQmsUser user, LinkOrigin purpose) {
        var match = new Match.Linked(user, purpose);
        return UserPlanner.plan(live.look().state(), match, live.policy()) instanceof UserPlan.Nothing
                ? new Step.Done(Effect.adopted(live, user, purpose))
                : new Step.Again(live, match);
    }

    Step create(Assignment work, UserPlan.Create plan) {
        return switch (open(work, plan.fields().email(), LinkOrigin.CREATED)) {
            case Intents.Opening.Opened() -> createNow(work, plan);
            case Intents.Opening.TakenBy(var other) -> mailIsTaken(work, other);
            case Intents.Opening.LeftOpen left -> leftOpen(work, left);
        };
    }

    private Step createNow(Assignment work, UserPlan.Create plan) {
        try {
            return new Step.Done(Effect.created(work.zenQms().create(plan.fields()), plan.fields()));
        } catch (ZenQmsException.NoTurn e) {
            // Nothing was sent, so nothing is to be waited for.
            close(work);
            throw e;
        } catch (ZenQmsException.Conflict e) {
            return afterConflict(work);
        } catch (ZenQmsException.Rejected e) {
            return new Step.Done(Effect.failed(work, "refused-by-zenqms", e.getMessage()));
        }
    }

    /** ZenQMS says the mail or the id is taken, whatever our searches showed: look live, and never create again. */
    private Step afterConflict(Assignment work) {
        var live = work.live();
        return switch (finder.matchAnew(live, work.mail())) {
            case Match.None ignored ->
                new Step.Done(Effect.skipped(
                        work,
                        new UserPlan.Skip(
                                SkipReason.MAIL_TAKEN_ELSEWHERE,
                                SkipReason.MAIL_TAKEN_ELSEWHERE.advice(),
                                List.of(),
                                MatchKind.DISPUTED)));
            case Match found -> {
                close(work);
                yield new Step.Again(live, found);
            }
        };
    }

    /** Two people with one mail must not both link the same user: the mail is reserved, and the match made again. */
    Step linkByMail(Assignment work, UserPlan.Change plan) {
        return switch (open(work, plan.current().email(), LinkOrigin.BY_EMAIL)) {
            case Intents.Opening.Opened() -> linkNow(work, plan);
            case Intents.Opening.TakenBy(var other) -> mailIsTaken(work, other);
            case Intents.Opening.LeftOpen left -> leftOpen(work, left);
        };
    }

    private Step linkNow(Assignment work, UserPlan.Change plan) {
        try {
            var refreshed = finder.refreshed(work);
            var again = finder.matchAnew(refreshed, work.mail());
            if (again instanceof Match.ByEmail(var user) && user.equals(plan.current())) {
                return changes.change(work, plan);
            }
            close(work);
            return new Step.Again(refreshed, again);
        } catch (ZenQmsException.NoTurn e) {
            close(work);
            throw e;
        }
    }

    private Step leftOpen(Assignment work, Intents.Opening.LeftOpen left) {
        if (work.isPlan()) {
            // A preview that is repeated finds what it reserved itself.
            close(work);
            throw new NotYet(Duration.ZERO, "A preview is made again.");
        }
        var step = afterFormerAttempt(work.live(), left);
        return step == null ? new Step.Again(work.live(), finder.matchAnew(work.live(), work.mail())) : step;
    }

    /** In a preview nothing will come of the other's reservation, so it tells. Else their work is under way: wait for it. */
    private static Step mailIsTaken(Assignment work, SubjectId other) {
        if (!work.isPlan()) {
            throw new NotYet(Duration.ofSeconds(1), "Somebody else with the same mail is being worked on.");
        }
        return new Step.Done(Effect.skipped(
                work,
                new UserPlan.Skip(
                        SkipReason.MAIL_SHARED_IN_DIRECTORY,
                        SkipReason.MAIL_SHARED_IN_DIRECTORY.advice(),
                        List.of(other.value()),
                        MatchKind.DISPUTED)));
    }

    private Intents.Opening open(Assignment work, String mail, LinkOrigin purpose) {
        return lock.held(
                work,
                handle ->
                        intents.open(handle, work.integrationId(), work.intentScope(), work.subject(), mail, purpose));
    }

    private void close(Assignment work) {
        lock.held(work, handle -> {
            intents.close(handle, work.integrationId(), work.intentScope(), work.subject());
            return null;
        });
    }
}
