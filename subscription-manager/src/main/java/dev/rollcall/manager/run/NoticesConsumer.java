package dev.rollcall.manager.run;

import java.util.ArrayList;
import java.util.Optional;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.manager.publish.DeadLetters;
import dev.rollcall.manager.run.BatchKeeper.Read;
import dev.rollcall.manager.run.NoticeProjection.Sourced;
import dev.rollcall.outbox.MessageJson;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.reactive.messaging.annotations.Blocking;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Reads along what arrives from the directories, for Live. The workers read the same topics for themselves. */
@ApplicationScoped
class NoticesConsumer {

    private final NoticeReader reader;
    private final BatchKeeper<Sourced> keeper;
    private final MeterRegistry metrics;

    NoticesConsumer(
            NoticeProjection projection,
            DatabaseAnswer database,
            DeadLetters deadLetters,
            MessageJson json,
            MeterRegistry metrics) {
        this.reader = new NoticeReader(json);
        this.keeper = new BatchKeeper<>(
                projection::project, NoticesConsumer::whyUnreadable, database::require, deadLetters, metrics);
        this.metrics = metrics;
    }

    @Incoming("notices")
    @Blocking
    void take(ConsumerRecords<String, byte[]> records) {
        var batch = new ArrayList<Read<Sourced>>(records.count());
        records.forEach(r -> batch.add(new Read<>(r, new Sourced(reader.read(r), NoticeReader.source(r)))));
        keeper.keep(batch);
        metrics.counter("rollcall_manager_notices_total").increment(batch.size());
    }

    @PreDestroy
    void stop() {
        keeper.stop();
    }

    private static Optional<String> whyUnreadable(Sourced sourced) {
        return sourced.notice() instanceof Notice.Unreadable(var reason) ? Optional.of(reason) : Optional.empty();
    }
}
