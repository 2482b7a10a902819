package dev.rollcall.manager.sweep;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.directory.DirectoryException;
import dev.rollcall.manager.connection.Directories;
import dev.rollcall.manager.connection.TokenException;
import dev.rollcall.manager.secret.SecretsUnreadable;
import dev.rollcall.manager.sweep.SweepPlanner.Plan;
import dev.rollcall.manager.timer.Leadership;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;

import io.micrometer.core.instrument.MeterRegistry;
import org.jboss.logging.Logger;

/** Sweeps page by page. All it knows is on record, so any replica goes on where another was killed. */
@ApplicationScoped
class SweepDriver {

    private static final Logger LOG = Logger.getLogger(SweepDriver.class);
    private static final int MOST_AT_A_TIME = 16;
    /** Nothing to do yet, as when a walk must end first. */
    private static final Duration REST = Duration.ofSeconds(5);

    private final SweepStore store;
    private final SweepRecorder recorder;
    private final Directories directories;
    private final Leadership timers;
    private final InstantSource clock;
    private final MeterRegistry metrics;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore free = new Semaphore(MOST_AT_A_TIME);
    private volatile boolean stopping;

    SweepDriver(
            SweepStore store,
            SweepRecorder recorder,
            Directories directories,
            Leadership timers,
            InstantSource clock,
            MeterRegistry metrics) {
        this.store = store;
        this.recorder = recorder;
        this.directories = directories;
        this.timers = timers;
        this.clock = clock;
        this.metrics = metrics;
    }

    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    void driveWhatIsDue() {
        if (stopping || !timers.isOurs() || free.availablePermits() == 0) {
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

    @PreDestroy
    void stop() {
        stopping = true;
        threads.shutdownNow();
    }

    private void drive(SweepLease lease) {
        try {
            switch (SweepPlanner.plan(lease.state(), clock.instant())) {
                case Plan.Rest ignored -> store.rest(lease, clock.instant().plus(REST));
                case Plan.ReadEverybody(var why) -> readEverybody(lease, why);
                case Plan.Sweep(var cause) -> sweep(store.begin(lease, cause));
                case Plan.GoOn ignored -> sweep(lease);
            }
        } catch (LeaseLost e) {
            LOG.debugf("Left to another: %s", lease);
        } catch (RuntimeException e) {
            if (!stopping) {
                LOG.errorf(e, "Sweep failed: integrationId=%s", lease.integrationId());
                trouble(
                        lease,
                        "Something unexpected stopped the sweep; it is tried again. The manager's log says what.",
                        SweepFailures.backOff(lease.attempt()));
            }
        }
    }

    private void sweep(SweepLease begun) {
        var lease = begun;
        try {
            while (!stopping) {
                var link = lease.round().next();
                var page = directories.ask(lease.integrationId(), d -> d.walk().next(link));
                count(recorder.record(lease, page));
                if (page.isLast()) {
                    metrics.counter("rollcall_manager_sweeps_total", "result", "finished")
                            .increment();
                    LOG.debugf("Swept: %s", lease);
                    return;
                }
                var held = store.extend(lease);
                if (held.isEmpty() || held.get().round() == null) {
                    break;
                }
                lease = held.get();
            }
            store.release(lease);
        } catch (DirectoryException.FeedLost e) {
            lost(lease);
        } catch (DirectoryException e) {
            failed(lease, e);
        } catch (TokenException | SecretsUnreadable e) {
            trouble(lease, e.getMessage(), SweepFailures.backOff(lease.attempt()));
        }
    }

    private void failed(SweepLease lease, DirectoryException e) {
        switch (SweepFailures.of(e, lease.attempt())) {
            case SweepFailures.Failure.Wait(var how, var sentence) -> trouble(lease, sentence, how);
            case SweepFailures.Failure.Lost ignored -> lost(lease);
        }
    }

    /** Of a page in the middle the round's own link may still be known. */
    private void lost(SweepLease lease) {
        metrics.counter("rollcall_manager_sweeps_total", "result", "lost").increment();
        if (!lease.round().isAtItsStart()
                && store.beginAgain(lease, "The directory did not know the next page; the round begins again.")) {
            LOG.infof("The round begins again: integrationId=%s", lease.integrationId());
            return;
        }
        var now = clock.instant();
        var sentence = "The directory has forgotten the place in its change feed.";
        SweepPlanner.notBefore(lease.state().fullAt(), now)
                .ifPresentOrElse(
                        at -> trouble(
                                lease,
                                sentence + " As everybody was read for that lately, they are read again at " + at + ".",
                                Duration.between(now, at)),
                        () -> readEverybody(lease, "Everybody is read again. " + sentence));
    }

    private void readEverybody(SweepLease lease, String why) {
        LOG.infof("%s integrationId=%s", why, lease.integrationId());
        store.readEverybody(lease, why);
    }

    private void trouble(SweepLease lease, String sentence, Duration wait) {
        LOG.warnf("Sweep waits %s: integrationId=%s. %s", wait, lease.integrationId(), sentence);
        metrics.counter("rollcall_manager_sweeps_total", "result", "failed").increment();
        try {
            store.trouble(lease, sentence, clock.instant().plus(wait));
        } catch (RuntimeException e) {
            LOG.debugf(e, "The lease runs out instead: %s", lease);
        }
    }

    private void count(int found) {
        metrics.counter("rollcall_manager_swept_changes_total").increment(found);
    }
}
