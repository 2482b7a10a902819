package dev.rollcall.manager.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.manager.publish.DeadLetters;
import dev.rollcall.outbox.MessageJson;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.reactive.messaging.annotations.Blocking;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Listens to what workers report. A batch is acknowledged when it is on record; an outage of the database holds it back,
 * and one bad record stops no other.
 */
@ApplicationScoped
class ReportsConsumer {

    private static final Logger LOG = Logger.getLogger(ReportsConsumer.class);
    private static final Duration FIRST_WAIT = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    /** How often something may fail without a reason we know, while the database answers. */
    private static final int MOST_UNEXPLAINED = 5;

    private final OutcomeProjection projection;
    private final DeadLetters deadLetters;
    private final ReportReader reader;
    private final MeterRegistry metrics;
    private volatile boolean stopping;

    ReportsConsumer(OutcomeProjection projection, DeadLetters deadLetters, MessageJson json, MeterRegistry metrics) {
        this.projection = projection;
        this.deadLetters = deadLetters;
        this.reader = new ReportReader(json);
        this.metrics = metrics;
    }

    private record Read(ConsumerRecord<String, byte[]> raw, Report report) {}

    @Incoming("reports")
    @Blocking
    void take(ConsumerRecords<String, byte[]> records) {
        var read = new ArrayList<Read>(records.count());
        records.forEach(r -> read.add(new Read(r, reader.read(r))));
        read.forEach(this::buryUnreadable);
        recordAll(read);
        metrics.counter("rollcall_manager_reports_total").increment(read.size());
    }

    @PreDestroy
    void stop() {
        stopping = true;
    }

    private void buryUnreadable(Read read) {
        if (read.report() instanceof Report.Unreadable(var reason)) {
            bury(read, reason);
        }
    }

    private void recordAll(List<Read> batch) {
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

    /** Tries until it worked; false when trying again is useless, because the content itself is to blame. */
    private boolean isStored(List<Read> reads) {
        var reports = reads.stream().map(Read::report).toList();
        var wait = FIRST_WAIT;
        for (int unexplained = 0; unexplained < MOST_UNEXPLAINED; ) {
            try {
                projection.project(reports);
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
            projection.requireDatabase();
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    private void bury(Read read, String reason) {
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

    private boolean isBuried(Read read, String reason) {
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
                "Reports wait for the database or the broker: %s", e.getClass().getSimpleName());
        LOG.debug("Why reports wait", e);
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
