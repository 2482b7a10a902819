package dev.rollcall.usersync.reconcile;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.model.Cause;
import dev.rollcall.model.LinkOrigin;
import dev.rollcall.usersync.plan.UserPlan;
import dev.rollcall.usersync.plan.UserPlanner;

/** Makes ZenQMS agree with the directory for one person: match → plan → apply. What it came to is recorded by the caller. */
@ApplicationScoped
class Reconciler {

    /** Planning again means that ZenQMS changed under us; more often than this it is not a coincidence. */
    private static final int MOST_PLANS = 5;

    private final UserFinder finder;
    private final Newcomers newcomers;
    private final Changes changes;

    Reconciler(UserFinder finder, Newcomers newcomers, Changes changes) {
        this.finder = finder;
        this.newcomers = newcomers;
        this.changes = changes;
    }

    /**
     * @throws dev.rollcall.zenqms.ZenQmsException when ZenQMS can't be asked or told now
     * @throws NotYet when it is too early to tell what a former call did
     * @throws dev.rollcall.usersync.work.Lease.LeaseLost when the lease ended first
     */
    Effect reconcile(Assignment work) {
        var step = newcomers.afterFormerAttempt(work);
        if (step == null) {
            var skip = UserPlanner.skipBeforeMatching(work.look().state(), work.policy(), work.mayBeLinked());
            if (skip.isPresent()) {
                return Effect.skipped(work, skip.get());
            }
            if (!work.isOutOfScope() && nothingChangedSinceOurLastWrite(work.look())) {
                var known = work.look().known();
                return new Effect(
                        Outcomes.unchanged(known.linked().user()), known.linked(), known.written(), null, null, null);
            }
            step = new Step.Again(work, finder.match(work));
        }
        for (int plans = 0; plans < MOST_PLANS; plans++) {
            switch (step) {
                case Step.Done(var effect) -> {
                    return effect;
                }
                case Step.Again again -> step = apply(again);
            }
        }
        throw new IllegalStateException("Who matches keeps changing");
    }

    private Step apply(Step.Again again) {
        var work = again.work();
        return switch (UserPlanner.plan(work.look().state(), again.match(), work.policy())) {
            case UserPlan.Skip skip -> new Step.Done(Effect.skipped(work, again.match(), skip));
            case UserPlan.Nothing(var user, var origin) -> new Step.Done(Effect.unchanged(work, user, origin));
            case UserPlan.Create create -> newcomers.create(work, create);
            case UserPlan.Change change when isNewLinkByMail(work, change) -> newcomers.linkByMail(work, change);
            case UserPlan.Change change -> changes.change(work, change);
        };
    }

    private static boolean isNewLinkByMail(Assignment work, UserPlan.Change change) {
        return work.look().known().linked() == null
                && change.origin() == LinkOrigin.BY_EMAIL
                && !change.current().isLinked();
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
}
