package dev.rollcall.usersync.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.directory.DirectoryException;
import dev.rollcall.directory.DirectoryLook;
import dev.rollcall.model.Cause;
import dev.rollcall.model.SubjectId;
import dev.rollcall.model.TroubleKind;
import dev.rollcall.usersync.UserSyncConfig;
import dev.rollcall.usersync.integration.AccessUnreadable;
import dev.rollcall.usersync.integration.Integrations;
import dev.rollcall.usersync.integration.KnownIntegration;
import dev.rollcall.usersync.ledger.Ledger;
import dev.rollcall.usersync.ledger.LedgerEntry;
import dev.rollcall.usersync.plan.PersonState;
import dev.rollcall.usersync.work.Lease;
import dev.rollcall.usersync.work.WorkQueue;
import dev.rollcall.usersync.work.WorkRow;
import dev.rollcall.zenqms.ZenQmsException;

import org.jboss.logging.Logger;

/** Works on the rows of one lease: fetch together, reconcile side by side, and sort out who waits. */
@ApplicationScoped
class LeaseWork {

    private static final Logger LOG = Logger.getLogger(LeaseWork.class);

    private final Integrations integrations;
    private final Clients clients;
    private final Ledger ledger;
    private final ZenQmsIndex index;
    private final WorkQueue queue;
    private final Reconciler reconciler;
    private final EffectRecorder recorder;
    private final UserSyncConfig config;

    LeaseWork(
            Integrations integrations,
            Clients clients,
            Ledger ledger,
            ZenQmsIndex index,
            WorkQueue queue,
            Reconciler reconciler,
            EffectRecorder recorder,
            UserSyncConfig config) {
        this.integrations = integrations;
        this.clients = clients;
        this.ledger = ledger;
        this.index = index;
        this.queue = queue;
        this.reconciler = reconciler;
        this.recorder = recorder;
        this.config = config;
    }

    void work(Lease lease) {
        try {
            integrations
                    .active(lease.integrationId())
                    .ifPresentOrElse(
                            integration -> work(lease, integration),
                            () -> postpone(
                                    lease, lease.rows(), Duration.ofSeconds(1), "The integration is not active."));
        } catch (AccessUnreadable e) {
            if (integrations.refused(lease.integrationId(), e.accessVersion())) {
                recorder.trouble(
                        lease.integrationId(), 0, e.accessVersion(), TroubleKind.ACCESS_UNREADABLE, e.getMessage());
            }
            postpone(lease, lease.rows(), Duration.ZERO, e.getMessage());
        }
    }

    private void work(Lease lease, KnownIntegration integration) {
        if (integration.access().directory().tokenExpiresAt().isBefore(Instant.now())) {
            rest(
                    lease,
                    integration,
                    lease.rows(),
                    Duration.ofSeconds(2),
                    "The directory token ended; waiting for a new one.");
            return;
        }
        try {
            reconcile(lease, integration, assignments(lease, integration));
        } catch (DirectoryException e) {
            directoryFailed(lease, integration, e);
        } catch (ZenQmsException e) {
            zenQmsFailed(lease, integration, lease.rows(), e);
        }
    }

    /** Everybody of the lease who can be decided about now; the others are postponed. */
    private List<Assignment> assignments(Lease lease, KnownIntegration integration) {
        var sides = clients.of(integration);
        var subjects = lease.rows().stream().map(WorkRow::subjectId).toList();
        var entries = ledger.entries(integration.id(), subjects);
        var bySnapshot = new ArrayList<Assignment>();
        var toAsk = new ArrayList<WorkRow>();
        var live = new UserFinder.Live(integration.id(), sides, index);
        for (var row : lease.rows()) {
            var entry = entries.getOrDefault(row.subjectId(), LedgerEntry.unknown(row.subjectId()));
            if (isNewest(row, entry)) {
                var look = new Look(row, new PersonState.Present(row.snapshot()), row.snapshotReadAt(), entry);
                bySnapshot.add(new Assignment(lease, integration, sides, look, finderFor(row, live)));
            } else {
                toAsk.add(row);
            }
        }
        var all = new ArrayList<>(indexed(lease, bySnapshot));
        all.addAll(asked(lease, integration, sides, toAsk, entries, live));
        return all;
    }

    /** A snapshot counts only if nobody looked at the person since it was read. */
    private boolean isNewest(WorkRow row, LedgerEntry entry) {
        return row.snapshot() != null
                && entry.lookedAt().isBefore(row.snapshotReadAt().minus(config.snapshotMargin()));
    }

    private UserFinder finderFor(WorkRow row, UserFinder.Live live) {
        return row.runId() != null && row.cause() == Cause.INITIAL_SYNC
                ? new UserFinder.Indexed(live.integration(), live, index)
                : live;
    }

    private List<Assignment> indexed(Lease lease, List<Assignment> bySnapshot) {
        var ready = new ArrayList<Assignment>();
        for (var work : bySnapshot) {
            var run = work.look().row().runId();
            if (work.finder() instanceof UserFinder.Live
                    || index.readyFor(work.integration().id(), run, work.sides().zenQms())) {
                ready.add(work);
            } else {
                postpone(
                        lease,
                        List.of(work.look().row()),
                        Duration.ofMillis(500),
                        "Another worker is reading ZenQMS's users for this run.");
            }
        }
        return ready;
    }

    private List<Assignment> asked(
            Lease lease,
            KnownIntegration integration,
            Clients.Sides sides,
            List<WorkRow> rows,
            Map<SubjectId, LedgerEntry> entries,
            UserFinder.Live live) {
        if (rows.isEmpty()) {
            return List.of();
        }
        var subjects = rows.stream().map(WorkRow::subjectId).toList();
        var readAt = Instant.now();
        var looks = new HashMap<>(sides.directory().look(subjects, ledger.witness(integration.id(), subjects)));
        var ready = new ArrayList<Assignment>();
        for (var row : rows) {
            var entry = entries.getOrDefault(row.subjectId(), LedgerEntry.unknown(row.subjectId()));
            switch (looks.get(row.subjectId())) {
                case DirectoryLook.Present(var person) ->
                    ready.add(new Assignment(
                            lease,
                            integration,
                            sides,
                            new Look(row, new PersonState.Present(person), readAt, entry),
                            live));
                case DirectoryLook.SoftDeleted() ->
                    ready.add(deleted(lease, integration, sides, row, readAt, entry, live));
                case DirectoryLook.Gone() -> ready.add(deleted(lease, integration, sides, row, readAt, entry, live));
                // Unreadable is not empty: nothing follows from either but another look.
                case DirectoryLook.NotBelieved() ->
                    failed(
                            deleted(lease, integration, sides, row, readAt, entry, live),
                            "Not found in the directory, nor was anybody known to exist: not believed.");
                case DirectoryLook.Unreadable(var reason, var retryAfter) ->
                    queue.postpone(lease, row, retryAfter.orElse(Duration.ofSeconds(5)), reason);
            }
        }
        return ready;
    }

    private static Assignment deleted(
            Lease lease,
            KnownIntegration integration,
            Clients.Sides sides,
            WorkRow row,
            Instant readAt,
            LedgerEntry entry,
            UserFinder.Live live) {
        return new Assignment(
                lease,
                integration,
                sides,
                new Look(row, new PersonState.Deleted(row.subjectId()), readAt, entry),
                live);
    }

    private void reconcile(Lease lease, KnownIntegration integration, List<Assignment> assignments) {
        var stopped = new AtomicReference<ZenQmsException>();
        // Virtual threads: the pace and the places at ZenQMS bound what really runs.
        try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var work : assignments) {
                people.submit(() -> reconcileOne(work, stopped));
            }
        }
        if (stopped.get() == null) {
            integrations.rested(integration.id());
        }
    }

    private void reconcileOne(Assignment work, AtomicReference<ZenQmsException> stopped) {
        var row = work.look().row();
        try {
            var reason = stopped.get();
            if (reason != null) {
                zenQmsFailed(work.lease(), work.integration(), List.of(row), reason);
                return;
            }
            recorder.record(work, reconciler.reconcile(work));
        } catch (Lease.LeaseLost e) {
            recorder.lookAgain(row, e.getMessage());
        } catch (Reconciler.NotYet e) {
            queue.postpone(work.lease(), row, e.after(), e.getMessage());
        } catch (ZenQmsException.Unavailable | ZenQmsException.AccessDenied e) {
            stopped.compareAndSet(null, e);
            zenQmsFailed(work.lease(), work.integration(), List.of(row), e);
        } catch (ZenQmsException e) {
            failed(work, e.getMessage());
        } catch (RuntimeException e) {
            LOG.errorf(e, "Unexpected: integrationId=%s subjectId=%s", row.integrationId(), row.subjectId());
            failed(work, sentence(e));
        }
    }

    private void zenQmsFailed(Lease lease, KnownIntegration integration, List<WorkRow> rows, ZenQmsException e) {
        switch (e) {
            case ZenQmsException.Unavailable unavailable ->
                rest(lease, integration, rows, unavailable.retryAfter().orElse(null), e.getMessage());
            case ZenQmsException.AccessDenied denied ->
                refused(lease, integration, rows, TroubleKind.ZENQMS_ACCESS_REFUSED, e.getMessage());
            case ZenQmsException.NotFound ignored -> rows.forEach(row -> retry(lease, row, e.getMessage()));
            case ZenQmsException.Conflict ignored -> rows.forEach(row -> retry(lease, row, e.getMessage()));
            case ZenQmsException.Rejected ignored -> rows.forEach(row -> retry(lease, row, e.getMessage()));
        }
    }

    private void directoryFailed(Lease lease, KnownIntegration integration, DirectoryException e) {
        switch (e) {
            case DirectoryException.Unavailable unavailable ->
                rest(lease, integration, lease.rows(), unavailable.retryAfter().orElse(null), e.getMessage());
            case DirectoryException.AccessDenied ignored ->
                refused(lease, integration, lease.rows(), TroubleKind.DIRECTORY_ACCESS_REFUSED, e.getMessage());
            case DirectoryException.Rejected ignored -> lease.rows().forEach(row -> retry(lease, row, e.getMessage()));
            case DirectoryException.FeedLost ignored -> lease.rows().forEach(row -> retry(lease, row, e.getMessage()));
        }
    }

    private void refused(
            Lease lease, KnownIntegration integration, List<WorkRow> rows, TroubleKind kind, String detail) {
        if (integrations.refused(integration.id(), integration.accessVersion())) {
            recorder.trouble(
                    integration.id(), integration.settingsVersion(), integration.accessVersion(), kind, detail);
        }
        postpone(lease, rows, Duration.ZERO, detail);
    }

    private void rest(Lease lease, KnownIntegration integration, List<WorkRow> rows, Duration asked, String why) {
        var rest = integrations.rest(integration.id(), asked, why);
        LOG.infof("Resting %d ms: integrationId=%s %s", rest.toMillis(), integration.id(), why);
        postpone(lease, rows, Duration.ZERO, why);
    }

    private void postpone(Lease lease, List<WorkRow> rows, Duration after, String why) {
        rows.forEach(row -> queue.postpone(lease, row, after, why));
    }

    /** Somebody's own trouble: tried with growing delay for a day, then told as failed; nobody else waits for it. */
    private void failed(Assignment work, String why) {
        var row = work.look().row();
        if (row.firstFailedAt() != null
                && row.firstFailedAt().plus(config.giveUp()).isBefore(Instant.now())) {
            var detail = "Tried for " + config.giveUp().toHours() + " hours: " + why;
            var outcome = Outcomes.failed("persistent-error", detail);
            recorder.record(work, new Effect(outcome, work.look().known().linked(), null, null));
        } else {
            retry(work.lease(), row, why);
        }
    }

    private void retry(Lease lease, WorkRow row, String why) {
        queue.retry(lease, row, Duration.ofSeconds(Math.min(3600, 2L << Math.min(row.attempts(), 11))), why);
    }

    private static String sentence(RuntimeException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
