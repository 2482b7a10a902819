package dev.rollcall.usersync.reconcile;

import dev.rollcall.model.Mode;
import dev.rollcall.usersync.integration.KnownIntegration;
import dev.rollcall.usersync.ledger.Intents;
import dev.rollcall.usersync.plan.SyncPolicy;
import dev.rollcall.usersync.work.Lane;
import dev.rollcall.usersync.work.Lease;
import dev.rollcall.zenqms.PlanningZenQmsUsers;
import dev.rollcall.zenqms.ZenQmsUsers;

/** One person under one lease, with the settings and the two sides of this moment. */
record Assignment(Lease lease, KnownIntegration integration, Clients.Sides sides, Look look, UserFinder finder) {

    SyncPolicy policy() {
        return SyncPolicy.of(integration.settings(), look.row().mode() == Mode.LINK);
    }

    boolean isPlan() {
        return look.row().lane() == Lane.PLAN;
    }

    /** A plan runs through the same code with a side that writes nothing. */
    ZenQmsUsers zenQms() {
        return isPlan() ? new PlanningZenQmsUsers(sides.zenQms()) : sides.zenQms();
    }

    String intentScope() {
        return isPlan() ? "plan " + look.row().runId() : Intents.APPLY;
    }

    Assignment with(UserFinder other) {
        return new Assignment(lease, integration, sides, look, other);
    }
}
