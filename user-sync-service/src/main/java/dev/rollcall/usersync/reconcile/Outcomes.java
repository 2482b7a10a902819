package dev.rollcall.usersync.reconcile;

import java.util.List;

import dev.rollcall.model.MappedFields;
import dev.rollcall.model.MatchKind;
import dev.rollcall.model.Outcome;
import dev.rollcall.model.OutcomeKind;
import dev.rollcall.model.ZenQmsUserId;
import dev.rollcall.usersync.plan.SkipReason;
import dev.rollcall.usersync.plan.UserPlan;

/** Puts plans and their effects into the words of the run log. */
final class Outcomes {

    private Outcomes() {}

    static Outcome created(ZenQmsUserId user, MappedFields fields) {
        return new Outcome(OutcomeKind.CREATED, MatchKind.NONE, user, null, null, null, null, fields);
    }

    /** By a former attempt that ended without a record; what the user was before is not known any more. */
    static Outcome linked(ZenQmsUserId user) {
        return new Outcome(OutcomeKind.LINKED, MatchKind.BY_EMAIL, user, null, null, null, null, null);
    }

    static Outcome changed(UserPlan.Change plan) {
        return new Outcome(
                kind(plan.kind()),
                plan.match(),
                plan.current().id(),
                plan.reason() == null ? null : plan.reason().label(),
                plan.reason() == null ? null : plan.reason().advice(),
                null,
                plan.before(),
                plan.changes());
    }

    /** The rest was written, the mail was not. */
    static Outcome changedButMail(UserPlan.Change plan, SkipReason reason, List<String> others) {
        return new Outcome(
                kind(plan.kind()),
                plan.match(),
                plan.current().id(),
                reason.label(),
                reason.advice(),
                others,
                plan.before(),
                plan.changes());
    }

    static Outcome unchanged(ZenQmsUserId user) {
        return new Outcome(OutcomeKind.UNCHANGED, MatchKind.LINKED, user, null, null, null, null, null);
    }

    static Outcome skipped(UserPlan.Skip plan) {
        return new Outcome(
                OutcomeKind.SKIPPED,
                plan.match(),
                null,
                plan.reason().label(),
                plan.detail(),
                plan.others(),
                null,
                null);
    }

    static Outcome held(UserPlan.Change plan) {
        return new Outcome(
                OutcomeKind.HELD,
                plan.match(),
                plan.current().id(),
                "held-by-brake",
                "More people would be deactivated within 24 hours than the brake allows. Nothing was written: release or reject it.",
                null,
                plan.before(),
                plan.changes());
    }

    static Outcome failed(String reason, String detail) {
        return new Outcome(OutcomeKind.FAILED, null, null, reason, detail, null, null, null);
    }

    private static OutcomeKind kind(UserPlan.Kind kind) {
        return switch (kind) {
            case DEACTIVATE -> OutcomeKind.DEACTIVATED;
            case REACTIVATE -> OutcomeKind.REACTIVATED;
            case LINK -> OutcomeKind.LINKED;
            case UPDATE -> OutcomeKind.UPDATED;
        };
    }
}
