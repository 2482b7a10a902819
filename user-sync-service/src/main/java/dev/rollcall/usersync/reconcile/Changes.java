package dev.rollcall.usersync.reconcile;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.model.MatchKind;
import dev.rollcall.usersync.ledger.Brake;
import dev.rollcall.usersync.ledger.Ledger;
import dev.rollcall.usersync.plan.LeaverRule;
import dev.rollcall.usersync.plan.Match;
import dev.rollcall.usersync.plan.Matcher;
import dev.rollcall.usersync.plan.Owner;
import dev.rollcall.usersync.plan.SkipReason;
import dev.rollcall.usersync.plan.UserPlan;
import dev.rollcall.usersync.plan.UserPlanner;
import dev.rollcall.zenqms.UserSearch;
import dev.rollcall.zenqms.ZenQmsException;
import dev.rollcall.zenqms.ZenQmsUser;

/** Changes existing users: under the brake, and with what ZenQMS answers. */
@ApplicationScoped
class Changes {

    private final RowLock lock;
    private final Ledger ledger;
    private final Brake brake;
    private final UserFinder finder;

    Changes(RowLock lock, Ledger ledger, Brake brake, UserFinder finder) {
        this.lock = lock;
        this.ledger = ledger;
        this.brake = brake;
        this.finder = finder;
    }

    Step change(Assignment work, UserPlan.Change plan) {
        var decision = decision(work, plan);
        if (decision == LeaverRule.Decision.REJECTED) {
            return rejected(work, plan);
        }
        if (!work.isPlan() && !mayWrite(work, plan, decision)) {
            return new Step.Done(Effect.leftAlone(work, plan, Outcomes.held(plan), null));
        }
        try {
            work.zenQms().patch(plan.current().id(), plan.changes());
            return new Step.Done(Effect.changed(work, plan, Outcomes.changed(plan), null));
        } catch (ZenQmsException.NotFound e) {
            return userVanished(work, plan);
        } catch (ZenQmsException.Conflict e) {
            return withoutMail(work, plan);
        } catch (ZenQmsException.Rejected e) {
            return new Step.Done(
                    Effect.leftAlone(work, plan, Outcomes.failed("refused-by-zenqms", e.getMessage()), null));
        }
    }

    /** Anything but a deactivation is done now. */
    private static LeaverRule.Decision decision(Assignment work, UserPlan.Change plan) {
        if (plan.kind() != UserPlan.Kind.DEACTIVATE) {
            return LeaverRule.Decision.NOW;
        }
        var row = work.look().row();
        return LeaverRule.decide(
                row.heldSince() != null,
                row.ruling(),
                work.departure().orElse(null),
                work.look().known().rejected());
    }

    private static Step rejected(Assignment work, UserPlan.Change plan) {
        var reason = SkipReason.REJECTED_BY_ADMINISTRATOR;
        var skip = new UserPlan.Skip(reason, reason.advice(), List.of(), plan.match());
        return new Step.Done(Effect.leftAlone(work, plan, Outcomes.skipped(skip), reason));
    }

    /**
     * Whether the brake lets it pass. Until the effect is recorded our knowledge is in doubt: whatever becomes of the call or
     * of this process, the next look asks ZenQMS.
     */
    private boolean mayWrite(Assignment work, UserPlan.Change plan, LeaverRule.Decision decision) {
        if (decision == LeaverRule.Decision.HELD) {
            return false;
        }
        return lock.heldInDoubt(
                work,
                plan.current().id(),
                handle -> decision != LeaverRule.Decision.ASK_THE_BRAKE
                        || brake.allows(
                                handle,
                                work.integrationId(),
                                work.subject(),
                                work.integration().settings()));
    }

    /** Gone between read and write: match anew, and live. */
    private Step userVanished(Assignment work, UserPlan.Change plan) {
        var again = finder.matchAnew(work.live(), work.mail());
        var sameUser = switch (again) {
            case Match.Linked(var user, var ignored) ->
                user.id().equals(plan.current().id());
            case Match.ByEmail(var user) -> user.id().equals(plan.current().id());
            case Match.None ignored -> false;
            case Match.Disputed ignored -> false;
        };
        return sameUser
                ? new Step.Done(Effect.failed(
                        work,
                        "user-vanished",
                        "ZenQMS shows this user in searches but does not know them when written to."))
                : new Step.Again(work.live(), again);
    }

    /** Somebody else has the new mail. Whatever else was to be written still is, a deactivation above all. */
    private Step withoutMail(Assignment work, UserPlan.Change plan) {
        var mail = plan.changes().email();
        if (mail == null) {
            var detail = "ZenQMS reports a conflict (409) although no mail was to be changed.";
            return new Step.Done(Effect.leftAlone(work, plan, Outcomes.failed("conflict", detail), null));
        }
        var holders = work.zenQms().search(new UserSearch.ByEmail(mail)).stream()
                .filter(user -> Matcher.hasMail(user, mail))
                .toList();
        var others = holders.stream()
                .map(user -> user.isLinked() ? user.externalId() : user.id().value())
                .toList();
        var reason = whoseMail(work, holders);
        var rest = UserPlanner.withoutMail(plan);
        if (rest.isEmpty()) {
            var skip = new UserPlan.Skip(reason, reason.advice(), others, MatchKind.DISPUTED);
            return new Step.Done(Effect.leftAlone(work, plan, Outcomes.skipped(skip), reason));
        }
        work.zenQms().patch(plan.current().id(), rest.get().changes());
        var outcome = Outcomes.changedButMail(rest.get(), reason, others);
        return new Step.Done(Effect.changed(work, rest.get(), outcome, reason));
    }

    private SkipReason whoseMail(Assignment work, List<ZenQmsUser> holders) {
        if (holders.isEmpty()) {
            return SkipReason.MAIL_TAKEN_ELSEWHERE;
        }
        return holders.stream()
                .flatMap(user -> ledger.owner(work.integrationId(), user.id()).stream())
                .findFirst()
                .map(Changes::reason)
                .orElse(SkipReason.MAIL_OWNED_BY_OTHER);
    }

    private static SkipReason reason(Owner owner) {
        return owner.departed() ? SkipReason.MAIL_OF_FORMER_PERSON : SkipReason.MAIL_SHARED_IN_DIRECTORY;
    }
}
