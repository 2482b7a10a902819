package dev.rollcall.usersync.reconcile;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import dev.rollcall.model.IntegrationId;
import dev.rollcall.usersync.UserSyncConfig;
import dev.rollcall.usersync.integration.CompactedTopics;
import dev.rollcall.usersync.integration.Integrations;
import dev.rollcall.usersync.work.Chore;
import dev.rollcall.usersync.work.Lane;
import dev.rollcall.usersync.work.WorkQueue;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;

import org.jboss.logging.Logger;

/** Takes leases and works on them, a few at a time, fair over integrations, until the service stops. */
@ApplicationScoped
public class Workers {

    private static final Logger LOG = Logger.getLogger(Workers.class);

    /** A call under way ends within its time limit. */
    private static final Duration LONGEST_STOP = Duration.ofSeconds(20);

    private final WorkQueue queue;
    private final LeaseWork work;
    private final UserSyncConfig config;
    private final Integrations integrations;
    private final CompactedTopics settings;
    private final Chore chore;
    private final Map<IntegrationId, Semaphore> busy = new ConcurrentHashMap<>();
    private final List<Thread> threads = new ArrayList<>();
    private final Semaphore knocks = new Semaphore(0);
    private final AtomicInteger turn = new AtomicInteger();
    private volatile boolean stopping;

    Workers(
            WorkQueue queue,
            LeaseWork work,
            Integrations integrations,
            CompactedTopics settings,
            Chore chore,
            UserSyncConfig config) {
        this.chore = chore;
        this.queue = queue;
        this.work = work;
        this.integrations = integrations;
        this.settings = settings;
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        for (int i = 1; i <= config.workers(); i++) {
            threads.add(Thread.ofPlatform().name("worker-" + i).start(this::loop));
        }
    }

    /** What is under way is finished; nothing new is begun. */
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        knocks.release(config.workers());
        var until = System.nanoTime() + LONGEST_STOP.toNanos();
        for (var thread : threads) {
            thread.join(Duration.ofNanos(Math.max(1, until - System.nanoTime())));
        }
    }

    /** Rows arrived: somebody looks at once instead of at the next poll, and calls the next one if there is more. */
    public void wake() {
        if (knocks.availablePermits() == 0) {
            knocks.release();
        }
    }

    private void loop() {
        while (!stopping) {
            try {
                // What the database knows of an integration is as old as our last end: it may be paused by now.
                if (!settings.isCaughtUp() || !workOnce()) {
                    knocks.tryAcquire(config.poll().toMillis(), TimeUnit.MILLISECONDS);
                    if (!stopping) {
                        knocks.drainPermits();
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                // The database is away, or worse: the rows are safe, their leases end by themselves.
                LOG.warnf("Work stopped short, going on in a second: %s", e.toString());
                pause();
            }
        }
    }

    /** One lease of each workable integration and lane, beginning with another one each time. */
    private boolean workOnce() {
        var worked = chore.workOnce();
        var workable = inTurn(queue.workable());
        for (var integration : workable) {
            // One slow integration never takes all workers.
            var places = busy.computeIfAbsent(integration, id -> new Semaphore(Math.max(1, config.workers() - 1)));
            if (stopping || !places.tryAcquire()) {
                continue;
            }
            try {
                worked |= work(integration, workable.size() > 1);
            } catch (RuntimeException e) {
                LOG.errorf(e, "Its work stopped short: integrationId=%s", integration);
                integrations.rest(integration, null, "An unexpected error; the service's log has it.");
            } finally {
                places.release();
            }
        }
        return worked;
    }

    private boolean work(IntegrationId integration, boolean othersToo) {
        var worked = false;
        for (var lane : Lane.values()) {
            if (stopping) {
                return worked;
            }
            var lease = queue.lease(integration, lane, config.leaseSize(), config.lease());
            if (lease.isPresent()) {
                // The knock that woke this worker may have been for what it doesn't take.
                if (othersToo || lease.get().rows().size() == config.leaseSize()) {
                    wake();
                }
                work.work(lease.get());
                worked = true;
            }
        }
        return worked;
    }

    private List<IntegrationId> inTurn(List<IntegrationId> integrations) {
        var turned = new ArrayList<>(integrations);
        if (!turned.isEmpty()) {
            Collections.rotate(turned, turn.getAndIncrement() % turned.size());
        }
        return turned;
    }

    private static void pause() {
        try {
            TimeUnit.SECONDS.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
