package dev.rollcall.usersync.intake;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.model.Message;
import dev.rollcall.model.Mode;
import dev.rollcall.model.Topics;
import dev.rollcall.outbox.CloudEvents;
import dev.rollcall.outbox.MessageJson;
import dev.rollcall.outbox.UnreadableMessage;
import dev.rollcall.usersync.telemetry.Measures;

import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.jboss.logging.Logger;

/** Reads messages off a topic; what can't be read goes to the dead letters, and the rest goes on. */
@ApplicationScoped
class RecordReader {

    private static final Logger LOG = Logger.getLogger(RecordReader.class);

    private final MessageJson json;
    private final MutinyEmitter<byte[]> deadLetters;
    private final Measures measures;

    RecordReader(MessageJson json, @Channel("dead-letters") MutinyEmitter<byte[]> deadLetters, Measures measures) {
        this.measures = measures;
        this.json = json;
        this.deadLetters = deadLetters;
    }

    List<Message> read(ConsumerRecords<String, byte[]> records) {
        var messages = new ArrayList<Message>();
        records.partitions()
                .forEach(partition -> measures.arrived(
                        partition.topic(), records.records(partition).size()));
        records.forEach(record -> read(record).ifPresent(messages::add));
        return messages;
    }

    /** Empty for a type of a later version, and for what went to the dead letters. */
    private Optional<Message> read(ConsumerRecord<String, byte[]> record) {
        try {
            var type = CloudEvents.type(record.headers());
            if (type.isEmpty() || record.value() == null) {
                bury(record, "The record has no ce_type header, or no value.");
                return Optional.empty();
            }
            var message = json.read(record.value(), type.get());
            if (message.isPresent() && message.get().envelope().mode() == Mode.UNKNOWN) {
                bury(
                        record,
                        "The record's mode is of a newer version; doing something else than it says would be wrong.");
                return Optional.empty();
            }
            return message;
        } catch (UnreadableMessage e) {
            bury(record, e.getMessage());
            return Optional.empty();
        }
    }

    private void bury(ConsumerRecord<String, byte[]> record, String why) {
        LOG.errorf(
                "Unreadable record to the dead letters: topic=%s partition=%d offset=%d",
                record.topic(), record.partition(), record.offset());
        var headers = record.headers();
        headers.add(new RecordHeader("rollcall_reason", bytes(why)));
        headers.add(new RecordHeader(
                "rollcall_origin", bytes(record.topic() + "/" + record.partition() + "/" + record.offset())));
        var metadata = OutgoingKafkaRecordMetadata.builder()
                .withTopic(Topics.USER_SYNC_DEAD_LETTERS)
                .withKey(record.key())
                .withHeaders(headers)
                .build();
        var value = record.value() == null ? new byte[0] : record.value();
        // Acknowledged before the record counts as read; a broker outage holds the consumer up.
        deadLetters
                .sendMessage(org.eclipse.microprofile.reactive.messaging.Message.of(value, Metadata.of(metadata)))
                .onFailure()
                .retry()
                .withBackOff(Duration.ofMillis(200), Duration.ofSeconds(5))
                .expireIn(TimeUnit.DAYS.toMillis(1))
                .await()
                .indefinitely();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
