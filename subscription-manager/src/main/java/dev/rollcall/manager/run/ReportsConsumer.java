package dev.rollcall.manager.run;

import java.sql.SQLException;
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
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

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
        if (untilDone(() -> projection.project(batch.stream().map(Read::report).toList()))) {
            return;
        }
        // Something in it can't be stored: find out which, so that the others are.
        for (var one : batch) {
            if (!untilDone(() -> projection.project(List.of(one.report())))) {
                bury(one, "The record was read, but its content can't be stored.");
            }
        }
    }

    private void bury(Read read, String reason) {
        LOG.warnf(
                "Dead letter: topic=%s, partition=%d, offset=%d. %s",
                read.raw().topic(), read.raw().partition(), read.raw().offset(), reason);
        untilDone(() -> deadLetters.send(read.raw(), reason));
        metrics.counter("rollcall_manager_dead_letters_total").increment();
    }

    /** Tries until it worked; false when trying again is useless, because the content itself is refused. */
    private boolean untilDone(Runnable work) {
        var wait = Duration.ofMillis(100);
        while (true) {
            try {
                work.run();
                return true;
            } catch (RuntimeException e) {
                if (isContentRefused(e)) {
                    return false;
                }
                LOG.warnf(
                        "Reports wait for the database or the broker: %s",
                        e.getClass().getSimpleName());
                LOG.debug("Why reports wait", e);
                pause(wait);
                wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait.multipliedBy(2);
            }
        }
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

    /** SQL states 22 (data) and 23 (constraint): the same record would fail again. */
    private static boolean isContentRefused(Throwable e) {
        for (var cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState().startsWith("22") || sql.getSQLState().startsWith("23");
            }
        }
        return false;
    }
}
