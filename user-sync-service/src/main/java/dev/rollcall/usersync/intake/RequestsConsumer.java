package dev.rollcall.usersync.intake;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.model.SyncAction;
import dev.rollcall.model.SyncRequest;
import dev.rollcall.usersync.work.WorkItem;

import io.smallrye.reactive.messaging.annotations.Blocking;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Hears what administrators ask for. */
@ApplicationScoped
class RequestsConsumer {

    private final RecordReader reader;
    private final Intake intake;

    RequestsConsumer(RecordReader reader, Intake intake) {
        this.reader = reader;
        this.intake = intake;
    }

    @Incoming("requests")
    @Blocking("intake")
    void consume(ConsumerRecords<String, byte[]> records) {
        intake.accept(reader.read(records).stream()
                .filter(SyncRequest.class::isInstance)
                .map(SyncRequest.class::cast)
                .filter(request -> request.action() == SyncAction.LOOK_AGAIN)
                .map(request -> WorkItem.notice(request.envelope(), request.subjectId()))
                .toList());
    }
}
