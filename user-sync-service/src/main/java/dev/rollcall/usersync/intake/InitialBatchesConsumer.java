package dev.rollcall.usersync.intake;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.model.InitialBatch;
import dev.rollcall.usersync.work.WorkItem;

import io.smallrye.reactive.messaging.annotations.Blocking;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Takes the people that a walk over the directory read. The walk's end needs nothing done here yet. */
@ApplicationScoped
class InitialBatchesConsumer {

    private final RecordReader reader;
    private final Intake intake;

    InitialBatchesConsumer(RecordReader reader, Intake intake) {
        this.reader = reader;
        this.intake = intake;
    }

    @Incoming("initial-batches")
    @Blocking("intake")
    void consume(ConsumerRecords<String, byte[]> records) {
        intake.accept(reader.read(records).stream()
                .filter(InitialBatch.class::isInstance)
                .map(InitialBatch.class::cast)
                .flatMap(batch -> batch.people().stream()
                        .map(person -> WorkItem.snapshot(batch.envelope(), person, batch.readAt())))
                .toList());
    }
}
