package dev.rollcall.manager.run;

import dev.rollcall.model.DeadLetter;
import dev.rollcall.model.DoorReopened;
import dev.rollcall.model.GroupNotice;
import dev.rollcall.model.LifecycleNotice;
import dev.rollcall.model.Message;
import dev.rollcall.model.UserNotice;
import dev.rollcall.outbox.CloudEvents;
import dev.rollcall.outbox.MessageJson;
import dev.rollcall.outbox.UnreadableMessage;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads a record of a notice topic. What can't be read comes back as such, with the reason. */
final class NoticeReader {

    private final MessageJson json;

    NoticeReader(MessageJson json) {
        this.json = json;
    }

    Notice read(ConsumerRecord<String, byte[]> record) {
        try {
            var ceType = CloudEvents.type(record.headers()).orElse(null);
            return json.read(record.value(), ceType).map(NoticeReader::notice).orElseGet(Notice.Unknown::new);
        } catch (UnreadableMessage e) {
            return new Notice.Unreadable(e.getMessage());
        }
    }

    /** The same however often it is read. */
    static String source(ConsumerRecord<String, byte[]> record) {
        var id = CloudEvents.read(record.headers()).id();
        return id == null || id.isBlank() || id.length() > 200
                ? record.topic() + "/" + record.partition() + "/" + record.offset()
                : id;
    }

    private static Notice notice(Message message) {
        return switch (message) {
            case UserNotice notice -> new Notice.Person(notice);
            case GroupNotice notice -> new Notice.Group(notice);
            case LifecycleNotice notice -> new Notice.Lifecycle(notice);
            case DoorReopened door -> new Notice.Door(door);
            case DeadLetter letter -> new Notice.Unusable(letter);
            default -> new Notice.Unreadable("The message is of a type that does not belong on this topic.");
        };
    }
}
