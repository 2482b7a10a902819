package dev.rollcall.outbox;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import dev.rollcall.model.Message;
import dev.rollcall.model.MessageType;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * The headers of a record: CloudEvents 1.0 in binary mode, so that an operator sees type, subject and time in any topic
 * browser, and the W3C trace context.
 *
 * @see <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md">Kafka
 *     protocol binding</a>
 */
public final class CloudEvents {

    public static final String TYPE = "ce_type";

    private static final String TRACEPARENT = "traceparent";

    private CloudEvents() {}

    /**
     * What was read back. A record from elsewhere may lack any of it: then it is null.
     *
     * @param subject what the message is about within the integration; null where it is about the whole
     */
    public record Read(String id, String source, String type, String subject, Instant time, String traceparent) {}

    /**
     * The headers of a new message, with an id of its own.
     *
     * @param source who sends it, such as {@code /user-sync-service}
     */
    public static List<Header> headers(Message message, String source, Instant time) {
        return headers(attributes(message, source, time));
    }

    /** Reads them back; never fails, because a reader has to say something sensible about any record. */
    public static Read read(Headers headers) {
        return new Read(
                text(headers, "ce_id"),
                text(headers, "ce_source"),
                text(headers, TYPE),
                text(headers, "ce_subject"),
                time(text(headers, "ce_time")),
                text(headers, TRACEPARENT));
    }

    /** Empty where the record has no such header. */
    public static Optional<String> type(Headers headers) {
        return Optional.ofNullable(text(headers, TYPE));
    }

    static Map<String, String> attributes(Message message, String source, Instant time) {
        var attributes = new LinkedHashMap<String, String>();
        attributes.put("ce_specversion", "1.0");
        attributes.put("ce_id", UUID.randomUUID().toString());
        attributes.put("ce_source", source);
        attributes.put(TYPE, MessageType.of(message).ceType());
        attributes.put("ce_time", time.toString());
        if (message.subject() != null) {
            attributes.put("ce_subject", message.subject());
        }
        attributes.put("content-type", "application/json");
        if (message.envelope().traceparent() != null) {
            attributes.put(TRACEPARENT, message.envelope().traceparent());
        }
        return attributes;
    }

    static List<Header> headers(Map<String, String> attributes) {
        return attributes.entrySet().stream()
                .<Header>map(e -> new RecordHeader(e.getKey(), e.getValue().getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    private static String text(Headers headers, String name) {
        var header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static Instant time(String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
