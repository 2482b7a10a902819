package dev.rollcall.usersync.reconcile;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.directory.DirectoryException;
import dev.rollcall.model.RunId;
import dev.rollcall.usersync.UserSyncConfig;
import dev.rollcall.usersync.integration.AccessUnreadable;
import dev.rollcall.usersync.integration.Integrations;
import dev.rollcall.usersync.integration.KnownIntegration;
import dev.rollcall.usersync.telemetry.Traces;
import dev.rollcall.usersync.work.Lease;
import dev.rollcall.usersync.work.WorkQueue;
import dev.rollcall.usersync.work.WorkRow;
import dev.rollcall.zenqms.ZenQmsException;
import dev.rollcall.zenqms.budget.Urgency;

import org.jboss.logging.Logger;

/** Works on the rows of one lease: look at people together, reconcile them side by side, and sort out who waits. */
@ApplicationScoped
class LeaseWork {

    private static final Logger LOG = Logger.getLogger(LeaseWork.class);

    private final Integrations integrations;
    private final Looks looks;
    private final ZenQmsIndex index;
    private final WorkQueue queue;
    private final Reconciler reconciler;
    private final EffectRecorder recorder;
    private final Refusals refusals;
    private final UserSyncConfig config;
    private final InstantSource clock;
    private final SideBySide sideBySide;
    private final Traces traces;

    LeaseWork(
            Integrations integrations,
            Looks looks,
            ZenQmsIndex index,
            WorkQueue queue,
            Reconciler reconciler,
            EffectRecorder recorder,
            Refusals refusals,
            UserSyncConfig config,
            InstantSource clock,
            SideBySide sideBySide,
            Traces traces) {
        this.integrations = integrations;
        this.looks = looks;
        this.index = index;
        this.queue = queue;
        this.reconciler = reconciler;
        this.recorder = recorder;
        this.refusals = refusals;
        this.config = config;
        this.clock = clock;
        this.sideBySide = sideBySide;
        this.traces = traces;
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
            refusals.unreadable(lease.integrationId(), e.accessVersion(), e.getMessage());
            postpone(lease, lease.rows(), Duration.ZERO, e.getMessage());
        }
    }

    private void work(Lease lease, KnownIntegration integration) {
        if (integration.access().directory().tokenExpiresAt().isBefore(clock.instant())) {
            var why = "The directory token ended; waiting for a new one.";
            rest(lease, integration, lease.rows(), Duration.ofSeconds(2), why);
            return;
        }
        try {
            var sorted = looks.at(lease, integration);
            sorted.later().forEach(later -> later(lease, integration, later));
            var unindexed = new ArrayList<Assignment>();
            var indexed = new ArrayList<Assignment>();
            var ready = new ArrayList<Assignment>();
            var filled = new HashMap<RunId, Boolean>();
            for (var work : sorted.ready()) {
                if (!work.fromIndex()) {
                    ready.add(work);
                } else if (filled.computeIfAbsent(
                        work.look().row().runId(), run -> index.isReady(integration.id(), run))) {
                    indexed.add(work);
                } else {
                    unindexed.add(work);
                }
            }
            if (!indexed.isEmpty()) {
                var view = index.view(integration.id(), indexed);
                indexed.forEach(work -> ready.add(work.with(view)));
            }
            // Nobody live waits for the reading of all of ZenQMS, and no lease is held meanwhile.
            postpone(lease, rows(unindexed), Duration.ofMillis(500), "ZenQMS's users are being read for this run.");
            reconcile(lease, integration, ready);
            runs(unindexed)
                    .forEach(run -> index.fill(
                            integration.id(), run, unindexed.getFirst().sides().zenQms(Urgency.BULK, () -> {})));
        } catch (NotYet e) {
            // Paused while the directory was being read.
            postpone(lease, lease.rows(), e.after(), e.getMessage());
        } catch (DirectoryException e) {
            directoryFailed(lease, integration, e);
        } catch (ZenQmsException e) {
            // From filling the index: its rows are postponed already.
            zenQmsFailed(lease, integration, List.of(), e);
        }
    }

    private void reconcile(Lease lease, KnownIntegration integration, List<Assignment> ready) {
        var stopped = new AtomicReference<ZenQmsException>();
        var recorded = new AtomicBoolean();
        try (var people = sideBySide.open()) {
            for (var work : ready) {
                people.submit(() -> recorded.compareAndSet(false, traced(work, stopped)));
            }
        }
        if (recorded.get() && stopped.get() == null) {
            integrations.rested(integration.id());
        }
    }

    private boolean traced(Assignment work, AtomicReference<ZenQmsException> stopped) {
        var span = traces.reconciliation(work.look().row());
        try (var current = span.makeCurrent()) {
            return reconcileOne(work, stopped);
        } finally {
            span.end();
        }
    }

    /** @return whether an effect was recorded */
    private boolean reconcileOne(Assignment work, AtomicReference<ZenQmsException> stopped) {
        var row = work.look().row();
        try {
            var reason = stopped.get();
            if (reason != null) {
                postpone(work.lease(), List.of(row), Duration.ZERO, reason.getMessage());
                return false;
            }
            recorder.record(work, reconciler.reconcile(work));
            return true;
        } catch (Lease.LeaseLost e) {
            recorder.lookAgain(row, e.getMessage());
        } catch (NotYet e) {
            queue.postpone(work.lease(), row, e.after(), e.getMessage());
        } catch (ZenQmsException.NoTurn e) {
            // Nothing is wrong with ZenQMS for others: only this one waits.
            queue.postpone(work.lease(), row, e.after(), e.getMessage());
        } catch (ZenQmsException.Unavailable | ZenQmsException.AccessDenied e) {
            stopped.compareAndSet(null, e);
            zenQmsFailed(work.lease(), work.integration(), List.of(row), e);
        } catch (ZenQmsException e) {
            failed(work, e.getMessage());
        } catch (RuntimeException e) {
            if (DatabaseOutage.isBehind(e)) {
                // No attempt is counted: the row is due again when its lease ends.
                LOG.warnf("The database is away: integrationId=%s %s", row.integrationId(), e.toString());
                return false;
            }
            // Its message may quote people: the class must do for what administrators see.
            LOG.errorf(e, "Unexpected: integrationId=%s subjectId=%s", row.integrationId(), row.subjectId());
            failed(work, "An unexpected error (" + e.getClass().getSimpleName() + "); the service's log has it.");
        }
        return false;
    }

    private void later(Lease lease, KnownIntegration integration, Looks.Later later) {
        switch (later) {
            case Looks.Later.Unreadable(var row, var reason, var retryAfter)
            when retryAfter != null -> rest(lease, integration, List.of(row), retryAfter, reason);
            case Looks.Later.Unreadable(var row, var reason, var ignored) ->
                queue.postpone(lease, row, Duration.ofSeconds(5), reason);
            case Looks.Later.GoneOnce(var row) -> recorder.lookOnceMore(lease, row, config.goneAgain());
            case Looks.Later.Doubtful(var work, var reason, var mayFail) when mayFail -> failed(work, reason);
            case Looks.Later.Doubtful(var work, var reason, var ignored) ->
                retry(lease, work.look().row(), reason);
        }
    }

    private void zenQmsFailed(Lease lease, KnownIntegration integration, List<WorkRow> rows, ZenQmsException e) {
        switch (e) {
            case ZenQmsException.Unavailable unavailable ->
                rest(lease, integration, rows, unavailable.retryAfter().orElse(null), e.getMessage());
            case ZenQmsException.AccessDenied ignored -> {
                refusals.zenQms(integration, e.getMessage());
                postpone(lease, rows, Duration.ZERO, e.getMessage());
            }
            case ZenQmsException.NoTurn turn -> postpone(lease, rows, turn.after(), e.getMessage());
            case ZenQmsException.NotFound ignored -> rows.forEach(row -> retry(lease, row, e.getMessage()));
            case ZenQmsException.Conflict ignored -> rows.forEach(row -> retry(lease, row, e.getMessage()));
            case ZenQmsException.Rejected ignored -> rows.forEach(row -> retry(lease, row, e.getMessage()));
        }
    }

    private void directoryFailed(Lease lease, KnownIntegration integration, DirectoryException e) {
        switch (e) {
            case DirectoryException.Unavailable unavailable ->
                rest(lease, integration, lease.rows(), unavailable.retryAfter().orElse(null), e.getMessage());
            case DirectoryException.AccessDenied ignored -> {
                refusals.directory(integration, e.getMessage());
                postpone(lease, lease.rows(), Duration.ZERO, e.getMessage());
            }
            case DirectoryException.Rejected ignored -> lease.rows().forEach(row -> retry(lease, row, e.getMessage()));
            case DirectoryException.FeedLost ignored -> lease.rows().forEach(row -> retry(lease, row, e.getMessage()));
        }
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
                && row.firstFailedAt().plus(config.giveUp()).isBefore(clock.instant())) {
            var detail = "Tried for " + config.giveUp().toHours() + " hours: " + why;
            recorder.record(work, Effect.failed(work, "persistent-error", detail));
        } else {
            retry(work.lease(), row, why);
        }
    }

    private void retry(Lease lease, WorkRow row, String why) {
        queue.retry(lease, row, Duration.ofSeconds(Math.min(3600, 2L << Math.min(row.attempts(), 11))), why);
    }

    private static List<WorkRow> rows(List<Assignment> assignments) {
        return assignments.stream().map(work -> work.look().row()).toList();
    }

    private static List<RunId> runs(List<Assignment> assignments) {
        return rows(assignments).stream().map(WorkRow::runId).distinct().toList();
    }
}
