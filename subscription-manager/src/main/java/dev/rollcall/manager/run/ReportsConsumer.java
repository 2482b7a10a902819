package dev.rollcall.manager.run;

import java.util.ArrayList;
import java.util.Optional;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.manager.publish.DeadLetters;
import dev.rollcall.manager.run.BatchKeeper.Read;
import dev.rollcall.outbox.MessageJson;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.reactive.messaging.annotations.Blocking;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Listens to what workers report. */
@ApplicationScoped
class ReportsConsumer {

    private final ReportReader reader;
    private final BatchKeeper<Report> keeper;
    private final MeterRegistry metrics;

    ReportsConsumer(
            OutcomeProjection projection,
            DatabaseAnswer database,
            DeadLetters deadLetters,
            MessageJson json,
            MeterRegistry metrics) {
        this.reader = new ReportReader(json);
        this.keeper = new BatchKeeper<>(
                projection::project, ReportsConsumer::whyUnreadable, database::require, deadLetters, metrics);
        this.metrics = metrics;
    }

    @Incoming("reports")
    @Blocking
    void take(ConsumerRecords<String, byte[]> records) {
        var batch = new ArrayList<Read<Report>>(records.count());
        records.forEach(r -> batch.add(new Read<>(r, reader.read(r))));
        keeper.keep(batch);
        metrics.counter("rollcall_manager_reports_total").increment(batch.size());
    }

    @PreDestroy
    void stop() {
        keeper.stop();
    }

    private static Optional<String> whyUnreadable(Report report) {
        return report instanceof Report.Unreadable(var reason) ? Optional.of(reason) : Optional.empty();
    }
}
