package dev.rollcall.usersync.reconcile;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.directory.DirectoryLook;
import dev.rollcall.model.Cause;
import dev.rollcall.model.Scope;
import dev.rollcall.model.SubjectId;
import dev.rollcall.usersync.UserSyncConfig;
import dev.rollcall.usersync.integration.KnownIntegration;
import dev.rollcall.usersync.ledger.Intents;
import dev.rollcall.usersync.ledger.Ledger;
import dev.rollcall.usersync.ledger.LedgerEntry;
import dev.rollcall.usersync.plan.PersonState;
import dev.rollcall.usersync.telemetry.Traces;
import dev.rollcall.usersync.work.Lease;
import dev.rollcall.usersync.work.WorkRow;

/** Looks at the people of a lease: snapshots that still count are used as they are, the others are asked for together. */
@ApplicationScoped
class Looks {

    /** A call's answer, and our record of it. */
    private static final Duration MARGIN = Duration.ofSeconds(2);

    private final Clients clients;
    private final Ledger ledger;
    private final Intents intents;
    private final UserSyncConfig config;
    private final InstantSource clock;
    private final Traces traces;

    Looks(Clients clients, Ledger ledger, Intents intents, UserSyncConfig config, InstantSource clock, Traces traces) {
        this.clients = clients;
        this.ledger = ledger;
        this.intents = intents;
        this.config = config;
        this.clock = clock;
        this.traces = traces;
    }

    /**
     * What can be decided about now, and what can't.
     *
     * @param ready people who could be looked at
     * @param later people about whom nothing follows yet
     */
    record Sorted(List<Assignment> ready, List<Later> later) {}

    /** Somebody about whom nothing follows yet. */
    sealed interface Later {

        WorkRow row();

        /** The directory failed for this person; the whole integration rests if it asked for that. */
        record Unreadable(WorkRow row, String reason, Duration retryAfter) implements Later {}

        /** The directory refuses to say, or what it says is not believed: the person's own trouble. */
        record Doubtful(Assignment work, String reason, boolean mayFail) implements Later {
            @Override
            public WorkRow row() {
                return work.look().row();
            }
        }

        /** Gone for the first time: believed when seen again. */
        record GoneOnce(WorkRow row) implements Later {}
    }

    Sorted at(Lease lease, KnownIntegration integration) {
        var sides = clients.of(integration);
        var subjects = lease.rows().stream().map(WorkRow::subjectId).toList();
        var entries = ledger.entries(integration.id(), subjects);
        var left = intents.leftOpen(integration.id(), subjects);
        var sorted = new Sorted(new ArrayList<>(), new ArrayList<>());
        var toAsk = new ArrayList<WorkRow>();
        for (var row : lease.rows()) {
            var entry = known(entries, row);
            if (isNewest(row, entry) && tellsTheScope(row, integration)) {
                var look = new Look(
                        row,
                        new PersonState.Present(row.snapshot()),
                        row.snapshotReadAt(),
                        entry,
                        left.contains(row.subjectId()));
                sorted.ready.add(new Assignment(lease, integration, sides, look, isOfWalk(row), null, call()));
            } else {
                toAsk.add(row);
            }
        }
        if (!toAsk.isEmpty()) {
            ask(lease, integration, sides, toAsk, entries, left, sorted);
        }
        return sorted;
    }

    /** ZenQMS's users were read for its run. Also where the person must be read again: that says nothing about ZenQMS. */
    private static boolean isOfWalk(WorkRow row) {
        return row.runId() != null && row.cause() == Cause.INITIAL_SYNC;
    }

    /** A snapshot counts only if nobody looked at the person since it was read. */
    private boolean isNewest(WorkRow row, LedgerEntry entry) {
        return row.snapshot() != null
                && entry.lookedAt().isBefore(row.snapshotReadAt().minus(config.snapshotMargin()));
    }

    /** What a walk began to read before the scope asked for it must be read again. */
    private static boolean tellsTheScope(WorkRow row, KnownIntegration integration) {
        return integration.settings().scope().of(row.snapshot()) != Scope.Verdict.UNDECIDED;
    }

    private void ask(
            Lease lease,
            KnownIntegration integration,
            Clients.Sides sides,
            List<WorkRow> rows,
            Map<SubjectId, LedgerEntry> entries,
            Set<SubjectId> left,
            Sorted sorted) {
        Collection<SubjectId> subjects = rows.stream().map(WorkRow::subjectId).toList();
        var readAt = clock.instant();
        var looks = look(rows, () -> sides.directory().look(subjects, () -> ledger.witnesses(integration.id())));
        for (var row : rows) {
            var entry = known(entries, row);
            var deleted = new PersonState.Deleted(row.subjectId());
            var absent = new Assignment(
                    lease,
                    integration,
                    sides,
                    new Look(row, deleted, readAt, entry, left.contains(row.subjectId())),
                    isOfWalk(row),
                    null,
                    call());
            switch (looks.get(row.subjectId())) {
                case DirectoryLook.Present(var person) ->
                    sorted.ready.add(new Assignment(
                            lease,
                            integration,
                            sides,
                            new Look(
                                    row,
                                    new PersonState.Present(person),
                                    readAt,
                                    entry,
                                    left.contains(row.subjectId())),
                            isOfWalk(row),
                            null,
                            call()));
                case DirectoryLook.SoftDeleted() -> sorted.ready.add(absent);
                // A replica that lags shows the same: whoever has a user loses access only when it is seen twice.
                case DirectoryLook.Gone()
                when entry.linked() != null && entry.inDirectory() && !row.goneOnce() ->
                    sorted.later.add(new Later.GoneOnce(row));
                case DirectoryLook.Gone() -> sorted.ready.add(absent);
                case DirectoryLook.NotBelieved() ->
                    sorted.later.add(new Later.Doubtful(
                            absent,
                            "Not found in the directory, nor was anybody known to exist: not believed.",
                            false));
                case DirectoryLook.Refused(var reason) -> sorted.later.add(new Later.Doubtful(absent, reason, true));
                // Unreadable is not empty: nothing follows from it but another look.
                case DirectoryLook.Unreadable(var reason, var retryAfter) ->
                    sorted.later.add(new Later.Unreadable(row, reason, retryAfter.orElse(null)));
            }
        }
    }

    private <T> T look(List<WorkRow> rows, Supplier<T> call) {
        var span = traces.look(rows);
        try (var current = span.makeCurrent()) {
            return call.get();
        } finally {
            span.end();
        }
    }

    private Duration call() {
        return config.callTimeout().plus(MARGIN);
    }

    private static LedgerEntry known(Map<SubjectId, LedgerEntry> entries, WorkRow row) {
        return entries.getOrDefault(row.subjectId(), LedgerEntry.unknown(row.subjectId()));
    }
}
