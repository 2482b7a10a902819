package dev.rollcall.usersync.reconcile;

import java.time.Duration;
import java.util.Optional;

import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.Mode;
import dev.rollcall.model.Scope;
import dev.rollcall.model.SubjectId;
import dev.rollcall.usersync.integration.KnownIntegration;
import dev.rollcall.usersync.ledger.Intents;
import dev.rollcall.usersync.plan.Departure;
import dev.rollcall.usersync.plan.PersonState;
import dev.rollcall.usersync.plan.SyncPolicy;
import dev.rollcall.usersync.work.Lane;
import dev.rollcall.usersync.work.Lease;
import dev.rollcall.zenqms.PlanningZenQmsUsers;
import dev.rollcall.zenqms.ZenQmsUsers;
import dev.rollcall.zenqms.budget.Urgency;

/**
 * One person under one lease, with the settings and the two sides of this moment.
 *
 * @param fromIndex whether the index is asked in place of ZenQMS
 * @param index what it knew a moment ago; null until it was asked, and where it isn't
 * @param call how long a call to ZenQMS lasts at the most, its record included
 */
record Assignment(
        Lease lease,
        KnownIntegration integration,
        Clients.Sides sides,
        Look look,
        boolean fromIndex,
        IndexView index,
        Duration call) {

    IntegrationId integrationId() {
        return integration.id();
    }

    SubjectId subject() {
        return look.state().subjectId();
    }

    /** Null where the directory shows none. */
    String mail() {
        return look.state() instanceof PersonState.Present(var person) ? person.mail() : null;
    }

    boolean isGuest() {
        return look.state() instanceof PersonState.Present(var person) && person.guest();
    }

    SyncPolicy policy() {
        return SyncPolicy.of(integration.settings(), look.row().mode() == Mode.LINK || isPreviewOfLinking());
    }

    /** A run's preview shows what the run would do; one of a single person, what a change would. */
    private boolean isPreviewOfLinking() {
        return isPlan() && look.row().runId() != null && integration.settings().initialSyncLinksOnly();
    }

    boolean isPlan() {
        return look.row().lane() == Lane.PLAN;
    }

    /**
     * ZenQMS, asked only while the lease outlasts the call: checked when the call's turn has come. A plan runs through the
     * same code with a side that writes nothing.
     */
    ZenQmsUsers zenQms() {
        var guarded = sides.zenQms(urgency(), () -> lease.outlasts(call));
        return isPlan() ? new PlanningZenQmsUsers(guarded) : guarded;
    }

    /** Whether the person has a user by our ledger, or by a former attempt of which it doesn't know what it did. */
    boolean mayBeLinked() {
        return look.known().linked() != null || look.intentLeft();
    }

    /** A notice doesn't say who leaves; the directory does. Outside the scope only those leave whom we linked. */
    private Urgency urgency() {
        if (isPlan()) {
            return Urgency.BULK;
        }
        if (departure().isPresent() && (mayBeLinked() || departure().get() != Departure.OUT_OF_SCOPE)) {
            return Urgency.LEAVER;
        }
        return look.row().runId() != null ? Urgency.BULK : Urgency.LIVE;
    }

    /** Empty for somebody who is no leaver. */
    Optional<Departure> departure() {
        return Departure.of(look.state(), integration.settings().scope());
    }

    boolean isOutOfScope() {
        return look.state() instanceof PersonState.Present(var person)
                && integration.settings().scope().of(person) == Scope.Verdict.OUT;
    }

    String intentScope() {
        return isPlan() ? "plan " + look.row().runId() : Intents.APPLY;
    }

    /** The same work, asking ZenQMS itself instead of a run's index. */
    Assignment live() {
        return new Assignment(lease, integration, sides, look, false, null, call);
    }

    /** Asks the index, unless it is in doubt about this person. */
    Assignment with(IndexView view) {
        return view.doubts(this) ? live() : new Assignment(lease, integration, sides, look, fromIndex, view, call);
    }
}
