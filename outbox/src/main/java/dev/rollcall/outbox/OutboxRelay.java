package dev.rollcall.outbox;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import org.apache.kafka.clients.producer.Producer;
import org.jboss.logging.Logger;

/**
 * Publishes what {@link Outbox} took: one thread, in order, at least once. Each replica of a service runs one; an advisory
 * lock lets one at a time work. An outage of PostgreSQL or Kafka never ends the thread: the rows wait.
 *
 * <p>The producer is used by this relay alone and closed by whoever made it, after the relay.
 */
public final class OutboxRelay implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);

    private final RelayRound round;
    private final RelayOptions options;
    private final Semaphore calls = new Semaphore(0);
    private final Thread thread = new Thread(this::work, "outbox-relay");

    private volatile boolean closing;
    private volatile Instant lastSuccess;
    private volatile String problem;

    /** @param database whose search path holds the table {@code outbox}, see the resource {@code outbox/outbox.sql} */
    public OutboxRelay(DataSource database, Producer<String, byte[]> producer, RelayOptions options) {
        this.round = new RelayRound(database, producer, options);
        this.options = options;
        thread.setDaemon(true);
    }

    /** Once. */
    public void start() {
        thread.start();
    }

    /** After a commit: look at once. Never blocks. */
    public void wake() {
        calls.release();
    }

    public RelayState state() {
        return new RelayState(thread.isAlive() && !closing, lastSuccess, problem);
    }

    /** Lets the round that is under way end, and interrupts it when that takes too long: the rows are still there then. */
    @Override
    public void close() {
        closing = true;
        wake();
        try {
            thread.join(Duration.ofSeconds(5));
            if (thread.isAlive()) {
                thread.interrupt();
                thread.join(Duration.ofSeconds(10));
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        var failures = 0;
        try {
            while (!closing) {
                // Before the round: a call that comes while it runs is for what it may have missed.
                calls.drainPermits();
                var before = failures;
                failures = attempt() ? 0 : failures + 1;
                if (failures > 0) {
                    pause(options.pauseAfter(failures));
                } else if (before > 0) {
                    LOG.info("The outbox is published again");
                }
            }
        } catch (InterruptedException e) {
            // Closed in the middle of a round.
            Thread.currentThread().interrupt();
        }
    }

    /** @return false when the round failed */
    private boolean attempt() throws InterruptedException {
        try {
            var sent = round.run();
            lastSuccess = Instant.now();
            problem = null;
            if (sent == 0) {
                await(options.idle());
            } else if (sent < options.page()) {
                // Under load a round for each commit would cost more than what it sends.
                pause(options.gather());
            }
            return true;
        } catch (SQLException e) {
            return failed("PostgreSQL does not answer the outbox (SQL state " + e.getSQLState() + ")", e);
        } catch (RelayFailure e) {
            return failed(e.getMessage(), e);
        } catch (RuntimeException | Error e) {
            // Whatever it is, the rows are still there, and a relay that ended would stay unnoticed.
            return failed("The outbox cannot be published: " + e.getClass().getSimpleName(), e);
        }
    }

    private boolean failed(String sentence, Throwable cause) {
        // Once per problem, not once per attempt.
        if (!sentence.equals(problem)) {
            LOG.warn(sentence + "; it is tried again, nothing is lost");
            LOG.debug("The cause", cause);
        }
        problem = sentence;
        return false;
    }

    private void await(Duration idle) throws InterruptedException {
        calls.tryAcquire(idle.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Not to be cut short by {@link #wake}: each commit would call for one more round. */
    private void pause(Duration pause) throws InterruptedException {
        var until = System.nanoTime() + pause.toNanos();
        while (!closing && System.nanoTime() < until) {
            calls.tryAcquire(until - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
    }
}
