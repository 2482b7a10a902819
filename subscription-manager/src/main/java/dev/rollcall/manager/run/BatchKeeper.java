package dev.rollcall.manager.run;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

import dev.rollcall.manager.publish.DeadLetters;

import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/**
 * Puts a batch on record before it is acknowledged. An outage of the database holds it back, however long; one bad record
 * goes to the dead letters and stops no other.
 *
 * @param <T> what a record was read as
 */
final class BatchKeeper<T> {

    private static final Logger LOG = Logger.getLogger(BatchKeeper.class);
    private static final Duration FIRST_WAIT = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    /** How often something may fail without a reason we know, while the database answers. */
    private static final int MOST_UNEXPLAINED = 5;

    private final Consumer<Collection<T>> store;
    private final Function<T, Optional<String>> whyUnreadable;
    private final Runnable requireDatabase;
    private final DeadLetters deadLetters;
    private final MeterRegistry metrics;
    private volatile boolean stopping;

    /**
     * @param store in one transaction
     * @param whyUnreadable one sentence; empty for what could be read
     * @param requireDatabase throws when the database doesn't answer
     */
    BatchKeeper(
            Consumer<Collection<T>> store,
            Function<T, Optional<String>> whyUnreadable,
            Runnable requireDatabase,
            DeadLetters deadLetters,
            MeterRegistry metrics) {
        this.store = store;
        this.whyUnreadable = whyUnreadable;
        this.requireDatabase = requireDatabase;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
    }

    /** A record and what it was read as. */
    record Read<T>(ConsumerRecord<String, byte[]> raw, T read) {}

    /** Returns when everything is on record, here or among the dead letters. */
    void keep(List<Read<T>> batch) {
        batch.forEach(one -> whyUnreadable.apply(one.read()).ifPresent(reason -> bury(one, reason)));
        if (isStored(batch)) {
            return;
        }
        // Something in it can't be stored: find out which, so that the others are.
        for (var one : batch) {
            if (!isStored(List.of(one))) {
                bury(one, "The record was read, but its content can't be stored.");
            }
        }
    }

    void stop() {
        stopping = true;
    }

    /** Tries until it worked; false when trying again is useless, because the content itself is to blame. */
    private boolean isStored(List<Read<T>> reads) {
        var content = reads.stream().map(Read::read).toList();
        var wait = FIRST_WAIT;
        for (int unexplained = 0; unexplained < MOST_UNEXPLAINED; ) {
            try {
                store.accept(content);
                return true;
            } catch (RuntimeException e) {
                switch (ReportFailure.of(e)) {
                    case CONTENT -> {
                        return false;
                    }
                    case OUTAGE -> saysWhyItWaits(e);
                    case OTHER -> {
                        unexplained += databaseAnswers() ? 1 : 0;
                        saysWhyItWaits(e);
                    }
                }
            }
            pause(wait);
            wait = longer(wait);
        }
        return false;
    }

    private boolean databaseAnswers() {
        try {
            requireDatabase.run();
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    private void bury(Read<T> read, String reason) {
        LOG.warnf(
                "Dead letter: topic=%s, partition=%d, offset=%d. %s",
                read.raw().topic(), read.raw().partition(), read.raw().offset(), reason);
        var wait = FIRST_WAIT;
        while (!isBuried(read, reason)) {
            pause(wait);
            wait = longer(wait);
        }
        metrics.counter("rollcall_manager_dead_letters_total").increment();
    }

    private boolean isBuried(Read<T> read, String reason) {
        try {
            deadLetters.send(read.raw(), reason);
            return true;
        } catch (RuntimeException e) {
            saysWhyItWaits(e);
            return false;
        }
    }

    private static void saysWhyItWaits(RuntimeException e) {
        LOG.warnf(
                "Records wait for the database or the broker: %s", e.getClass().getSimpleName());
        LOG.debug("Why records wait", e);
    }

    private static Duration longer(Duration wait) {
        return wait.multipliedBy(2).compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait.multipliedBy(2);
    }

    private void pause(Duration wait) {
        if (stopping) {
            throw new IllegalStateException("Stopping: the batch is read again after the start");
        }
        try {
            Thread.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Stopping: the batch is read again after the start", e);
        }
    }
}
