package dev.rollcall.outbox;

import java.io.IOException;
import java.util.Optional;
import java.util.stream.Collectors;

import dev.rollcall.model.Message;
import dev.rollcall.model.MessageType;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/** Rollcall's messages as JSON: ISO instants, nulls left out, unknown fields and enum values tolerated. */
public final class MessageJson {

    private final ObjectMapper mapper;

    private MessageJson(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    public static MessageJson create() {
        return new MessageJson(JsonMapper.builder()
                .addModule(new JavaTimeModule())
                .defaultPropertyInclusion(JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, null))
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build());
    }

    /** The same rules for other JSON of a service. Not to be reconfigured. */
    public ObjectMapper mapper() {
        return mapper;
    }

    public byte[] write(Message message) {
        try {
            return mapper.writeValueAsBytes(message);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "A " + message.getClass().getSimpleName() + " could not be written as JSON", e);
        }
    }

    /** @throws UnreadableMessage when the JSON is not one of this type */
    public <T extends Message> T read(byte[] json, Class<T> type) throws UnreadableMessage {
        if (json == null || json.length == 0) {
            throw new UnreadableMessage("The message is empty.");
        }
        try {
            var message = mapper.readValue(json, type);
            if (message == null) {
                throw new UnreadableMessage("The message is empty.");
            }
            return message;
        } catch (IOException e) {
            throw new UnreadableMessage(sentence(e));
        }
    }

    /**
     * Reads what the header {@code ce_type} says.
     *
     * @param ceType null where the record has no such header
     * @return empty for a type that this version does not know: it is passed over
     * @throws UnreadableMessage when the header is missing, or the JSON is not of its type
     */
    public Optional<Message> read(byte[] json, String ceType) throws UnreadableMessage {
        if (ceType == null || ceType.isBlank()) {
            throw new UnreadableMessage("The record has no header ce_type.");
        }
        var type = MessageType.of(ceType);
        return type.isEmpty()
                ? Optional.empty()
                : Optional.of(read(json, type.get().messageClass()));
    }

    /** For a jsonb column; null stays null. */
    public String text(Object value) {
        try {
            return value == null ? null : mapper.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "A " + value.getClass().getSimpleName() + " could not be written as JSON", e);
        }
    }

    /** From a jsonb column; null stays null. */
    public <T> T fromText(String json, Class<T> type) {
        try {
            return json == null ? null : mapper.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A stored " + type.getSimpleName() + " cannot be read: " + sentence(e));
        }
    }

    /** Names the place, never the value that stands there. */
    private static String sentence(IOException problem) {
        return switch (problem) {
            // Thrown by our own records, whose sentences name a field.
            case ValueInstantiationException e
            when e.getCause() instanceof IllegalArgumentException own ->
                "The message is not complete: " + own.getMessage() + ".";
            case JsonParseException e ->
                "The message is not JSON (line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ").";
            case JsonMappingException e when e.getPath().isEmpty() -> "The message has another shape.";
            case JsonMappingException e -> "The message's field " + path(e) + " has another shape.";
            default -> "The message is not JSON.";
        };
    }

    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(step -> step.getFieldName() == null ? String.valueOf(step.getIndex()) : step.getFieldName())
                .collect(Collectors.joining("."));
    }
}
