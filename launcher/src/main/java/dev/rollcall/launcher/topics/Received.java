package dev.rollcall.launcher.topics;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A message as it stands in a topic.
 *
 * @param at the record's timestamp, by the sender's clock
 * @param key null where the sender gave none
 * @param headers the last of each name, in the order they came
 * @param value null for a tombstone
 */
record Received(
        String topic, int partition, long offset, Instant at, String key, Map<String, String> headers, byte[] value) {

    static Received of(ConsumerRecord<String, byte[]> record) {
        var headers = new LinkedHashMap<String, String>();
        record.headers()
                .forEach(header -> headers.put(
                        header.key(),
                        header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8)));
        return new Received(
                record.topic(),
                record.partition(),
                record.offset(),
                Instant.ofEpochMilli(record.timestamp()),
                record.key(),
                headers,
                record.value());
    }

    /** Null without one. */
    String ceType() {
        return headers.get("ce_type");
    }

    /** What follows the integration in the key; null where the key is about the whole integration. */
    String keySubject() {
        var slash = key == null ? -1 : key.indexOf('/');
        return slash < 0 ? null : key.substring(slash + 1);
    }

    /** Null where the key names none. */
    String keyIntegration() {
        return key == null ? null : key.contains("/") ? key.substring(0, key.indexOf('/')) : key;
    }

    @Override
    public String toString() {
        return "Received[" + topic + "/" + partition + "/" + offset + "]";
    }
}
