package dev.rollcall.usersync.removal;

import dev.rollcall.outbox.Outbox;
import dev.rollcall.outbox.OutboxRelay;
import dev.rollcall.usersync.UserSyncConfig;
import dev.rollcall.usersync.integration.Integrations;
import dev.rollcall.usersync.reconcile.Clients;
import dev.rollcall.usersync.reconcile.Refusals;
import dev.rollcall.usersync.reconcile.SideBySide;
import dev.rollcall.usersync.work.Chore;
import dev.rollcall.usersync.work.Ticker;

import org.jdbi.v3.core.Jdbi;

/** Wires removals for a process that is no service. */
public final class RemovalParts {

    private RemovalParts() {}

    public static <T extends java.time.Clock & Ticker> Chore removals(
            Jdbi jdbi,
            Outbox outbox,
            OutboxRelay relay,
            Integrations integrations,
            Clients clients,
            Refusals refusals,
            SideBySide sideBySide,
            UserSyncConfig config,
            T time) {
        var table = new RemovalTable(jdbi, time);
        var recorder = new RemovalRecorder(jdbi, table, new RemovalReports(), outbox, relay, time);
        return new Removals(
                table,
                new Attempts(jdbi, table),
                new Clearings(table, recorder, integrations, sideBySide),
                recorder,
                new Forgetting(jdbi),
                integrations,
                clients,
                refusals,
                config);
    }
}
