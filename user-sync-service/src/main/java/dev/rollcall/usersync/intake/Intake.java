package dev.rollcall.usersync.intake;

import java.util.List;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.model.InitialSyncMessage;
import dev.rollcall.model.RunCancelled;
import dev.rollcall.usersync.reconcile.Workers;
import dev.rollcall.usersync.work.CancelledRuns;
import dev.rollcall.usersync.work.Walks;
import dev.rollcall.usersync.work.WorkIntake;
import dev.rollcall.usersync.work.WorkItem;

import org.jboss.logging.Logger;

/** Puts what consumers read into work rows. A database outage holds the consumer up; it never ends it, nor loses a record. */
@ApplicationScoped
class Intake {

    private static final Logger LOG = Logger.getLogger(Intake.class);

    private final WorkIntake rows;
    private final CancelledRuns runs;
    private final Walks walks;
    private final Workers workers;

    Intake(WorkIntake rows, CancelledRuns runs, Walks walks, Workers workers) {
        this.rows = rows;
        this.walks = walks;
        this.runs = runs;
        this.workers = workers;
    }

    /** Returns once all of them are committed. */
    void accept(List<WorkItem> items) {
        if (!items.isEmpty()) {
            untilDone(() -> rows.merge(items));
            workers.wake();
        }
    }

    /** Returns once what a walk sent is committed. */
    void acceptWalk(List<InitialSyncMessage> messages) {
        if (!messages.isEmpty()) {
            untilDone(() -> walks.take(messages));
            workers.wake();
        }
    }

    /** Returns once the rows of these runs are gone. */
    void cancel(List<RunCancelled> runs) {
        for (var run : runs) {
            untilDone(() -> this.runs.cancel(
                    run.envelope().integrationId(), run.envelope().runId()));
        }
    }

    static void untilDone(Runnable write) {
        for (long delay = 100; ; delay = Math.min(5_000, delay * 2)) {
            try {
                write.run();
                return;
            } catch (RuntimeException e) {
                LOG.warnf("What arrived can't be written, trying again in %d ms: %s", delay, e.toString());
                pause(delay);
            }
        }
    }

    private static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the database was away", e);
        }
    }
}
