package dev.rollcall.usersync.intake;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.model.UserNotice;
import dev.rollcall.usersync.work.WorkItem;

import io.smallrye.reactive.messaging.annotations.Blocking;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Hears that people changed. Ten notices for one person are one row. */
@ApplicationScoped
class UserNoticesConsumer {

    private final RecordReader reader;
    private final Intake intake;

    UserNoticesConsumer(RecordReader reader, Intake intake) {
        this.reader = reader;
        this.intake = intake;
    }

    @Incoming("user-notices")
    @Blocking("intake")
    void consume(ConsumerRecords<String, byte[]> records) {
        intake.accept(reader.read(records).stream()
                .filter(UserNotice.class::isInstance)
                .map(UserNotice.class::cast)
                .map(UserNoticesConsumer::item)
                .toList());
    }

    /** A walk that meets somebody deleted says so as a notice, too; nobody waits for the answer but its run. */
    private static WorkItem item(UserNotice notice) {
        return notice.envelope().runId() == null
                ? WorkItem.notice(notice.envelope(), notice.subjectId(), notice.noticedAt())
                : WorkItem.look(notice.envelope(), notice.subjectId());
    }
}
