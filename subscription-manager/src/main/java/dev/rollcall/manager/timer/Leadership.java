package dev.rollcall.manager.timer;

import java.time.Duration;
import java.util.Optional;

import javax.sql.DataSource;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.rollcall.manager.config.ManagerConfig;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;

import net.javacrumbs.shedlock.core.ClockProvider;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.core.SimpleLock;
import net.javacrumbs.shedlock.provider.jdbc.JdbcLockProvider;
import org.jboss.logging.Logger;

/**
 * One replica at a time looks at the timers. It holds a lock in the database and renews it; a replica that dies loses it
 * after {@link ManagerConfig#timerLease}, one that stops gives it back at once. The work that a timer begins is claimed row
 * by row beneath, so that two who both believe to lead, as with clocks that differ, do nothing twice.
 */
@ApplicationScoped
public class Leadership {

    private static final Logger LOG = Logger.getLogger(Leadership.class);
    private static final String NAME = "timers";

    private final LockProvider locks;
    private final Duration lease;
    private SimpleLock held;
    /** By this process's own clock, which nobody sets. */
    private volatile long heldUntil;

    @Inject
    Leadership(DataSource dataSource, ManagerConfig config) {
        this(dataSource, config.timerLease());
    }

    Leadership(DataSource dataSource, Duration lease) {
        this.locks = new JdbcLockProvider(dataSource, "timer_lock");
        this.lease = lease;
        this.heldUntil = System.nanoTime();
    }

    /** Whether this replica looks at the timers now. */
    public boolean isOurs() {
        return System.nanoTime() - heldUntil < 0;
    }

    /** Takes the lock, or keeps it. */
    @Scheduled(every = "{rollcall.manager.timer-lock-every}", concurrentExecution = ConcurrentExecution.SKIP)
    synchronized void keep() {
        var asked = System.nanoTime();
        var before = isOurs();
        try {
            // The lock names its holder by host alone, so who lost it must not renew what a neighbour holds.
            var kept = held == null || !before ? Optional.<SimpleLock>empty() : held.extend(lease, Duration.ZERO);
            held = kept.or(() -> locks.lock(new LockConfiguration(ClockProvider.now(), NAME, lease, Duration.ZERO)))
                    .orElse(null);
        } catch (RuntimeException e) {
            // The database is away: what we hold runs out by itself.
            LOG.debug("The timers' lock was not renewed", e);
            return;
        }
        heldUntil = held == null ? asked : asked + lease.toNanos();
        if (before != (held != null)) {
            LOG.infof(held == null ? "Another replica looks at the timers" : "This replica looks at the timers");
        }
    }

    @PreDestroy
    synchronized void giveBack() {
        if (held != null && isOurs()) {
            heldUntil = System.nanoTime();
            try {
                held.unlock();
            } catch (RuntimeException e) {
                LOG.debug("The timers' lock was not given back: it runs out", e);
            }
        }
        held = null;
    }
}
