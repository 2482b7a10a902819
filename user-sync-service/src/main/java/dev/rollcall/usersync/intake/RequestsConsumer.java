package dev.rollcall.usersync.intake;

import java.util.ArrayList;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.model.RunCancelled;
import dev.rollcall.model.SyncRequest;
import dev.rollcall.usersync.plan.Ruling;
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
            if (message instanceof SyncRequest request) {
                item(request).ifPresent(people::add);
            } else if (message instanceof RunCancelled run) {
                cancelled.add(run);
            }
        }
        // A run that is cancelled stays so, wherever its requests stand on the topic: first cancel, then take in.
        intake.cancel(cancelled);
        intake.accept(people);
    }

    /** Empty for what only a newer version knows. */
    private static Optional<WorkItem> item(SyncRequest request) {
        return switch (request.action()) {
            case LOOK_AGAIN -> Optional.of(WorkItem.look(request.envelope(), request.subjectId()));
            case RELEASE -> Optional.of(ruled(request, Ruling.RELEASED));
            case REJECT -> Optional.of(ruled(request, Ruling.REJECTED));
            case UNKNOWN -> Optional.empty();
        };
    }

    private static WorkItem ruled(SyncRequest request, Ruling ruling) {
        return WorkItem.ruling(request.envelope(), request.subjectId(), ruling, request.at());
    }
}
