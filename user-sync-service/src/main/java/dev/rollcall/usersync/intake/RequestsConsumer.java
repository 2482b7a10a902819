package dev.rollcall.usersync.intake;

import java.util.ArrayList;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.model.RunCancelled;
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
        var people = new ArrayList<WorkItem>();
        var cancelled = new ArrayList<RunCancelled>();
        for (var message : reader.read(records)) {
            if (message instanceof SyncRequest request && request.action() == SyncAction.LOOK_AGAIN) {
                people.add(WorkItem.look(request.envelope(), request.subjectId()));
            } else if (message instanceof RunCancelled run) {
                cancelled.add(run);
            }
        }
        // A run that is cancelled stays so, wherever its requests stand on the topic: first cancel, then take in.
        intake.cancel(cancelled);
        intake.accept(people);
    }
}
