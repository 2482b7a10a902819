package dev.rollcall.usersync.intake;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.model.InitialSyncMessage;

import io.smallrye.reactive.messaging.annotations.Blocking;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Takes the people that a walk over the directory read. And its end, from which follows whom it did not meet. */
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
        intake.acceptWalk(reader.read(records).stream()
                .filter(InitialSyncMessage.class::isInstance)
                .map(InitialSyncMessage.class::cast)
                .toList());
    }
}
