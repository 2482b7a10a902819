package dev.rollcall.manager.initialsync;

import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;

import org.jboss.logging.Logger;

/** Drives runs on, step by step. All it knows is on record, so any replica goes on where another was killed. */
@ApplicationScoped
class RunDriver {

    private static final Logger LOG = Logger.getLogger(RunDriver.class);
    private static final int MOST_AT_A_TIME = 16;

    private final RunStore store;
    private final RunSteps steps;
    private final WalkRecorder recorder;
    private final InstantSource clock;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore free = new Semaphore(MOST_AT_A_TIME);
    private volatile boolean stopping;

    RunDriver(RunStore store, RunSteps steps, WalkRecorder recorder, InstantSource clock) {
        this.store = store;
        this.steps = steps;
        this.recorder = recorder;
        this.clock = clock;
    }

    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    synchronized void driveWhatIsDue() {
        // Permits only grow meanwhile: whoever takes them holds this lock.
        if (stopping || free.availablePermits() == 0) {
            return;
        }
        for (var lease : store.claimDue(free.availablePermits())) {
            free.acquireUninterruptibly();
            threads.submit(() -> {
                try {
                    drive(lease);
                } finally {
                    free.release();
                }
            });
        }
    }

    /** A run that was just begun need not wait for the next look. */
    void begun(@Observes(during = TransactionPhase.AFTER_SUCCESS) RunBegun run) {
        threads.submit(this::driveWhatIsDue);
    }

    @PreDestroy
    void stop() {
        stopping = true;
        threads.shutdownNow();
    }

    private void drive(RunLease claimed) {
        var lease = claimed;
        try {
            while (!stopping) {
                var held = store.extend(lease);
                if (held.isEmpty()) {
                    break;
                }
                lease = held.get();
                if (!goOn(lease, steps.take(lease))) {
                    return;
                }
            }
            store.release(claimed);
        } catch (LeaseLost e) {
            LOG.infof("Left to another: runId=%s", claimed.runId());
        } catch (RuntimeException e) {
            if (!stopping) {
                LOG.errorf(e, "Step failed: runId=%s, phase=%s", lease.runId(), lease.phase());
                restAfterSurprise(lease);
            }
        }
    }

    private void restAfterSurprise(RunLease lease) {
        try {
            store.rest(
                    lease,
                    clock.instant().plus(StepFailures.backOff(lease.attempt())),
                    "Something unexpected stopped this step; it is tried again. The manager's log says what: look for the"
                            + " run's id.");
        } catch (RuntimeException e) {
            // The database is away: the lease runs out, and the step is taken again.
            LOG.debugf(e, "No rest on record: runId=%s", lease.runId());
        }
    }

    /** Whether there is another step to take now. */
    private boolean goOn(RunLease lease, Step step) {
        switch (step) {
            case Step.Go(var next) -> {
                store.enter(lease, next);
                return true;
            }
            case Step.OnRecord(var last) -> {
                return !last;
            }
            case Step.WalkAgain(var after, var reason) -> {
                LOG.warnf("The walk begins again after %s: runId=%s", after, lease.runId());
                store.walkAgain(lease, clock.instant().plus(after), reason);
                return false;
            }
            case Step.Wait(var how, var reason) -> {
                LOG.infof("Run waits %s: runId=%s, phase=%s. %s", how, lease.runId(), lease.phase(), reason);
                store.rest(lease, clock.instant().plus(how), reason);
                return false;
            }
            case Step.Stop(var sentence) -> {
                LOG.warnf("Run failed: runId=%s, phase=%s. %s", lease.runId(), lease.phase(), sentence);
                recorder.fail(lease, sentence);
                return false;
            }
        }
    }
}
