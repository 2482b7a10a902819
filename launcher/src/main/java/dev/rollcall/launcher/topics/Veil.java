package dev.rollcall.launcher.topics;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

import dev.rollcall.launcher.JsonApi;
import dev.rollcall.model.MessageType;
import dev.rollcall.model.Topics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/**
 * Shows a message's value without anybody's data. Only what is known to hold none is shown, so what a newer version adds
 * stays hidden; numbers and true or false show, and null says that there is no value.
 */
final class Veil {

    static final String HIDDEN = "***";

    /** Topics that hold personal data, or what nobody could read and may hold anything. Access is sealed anyway. */
    private static final Set<String> PERSONAL = Set.of(
            Topics.INITIAL_BATCHES,
            Topics.OUTCOMES,
            Topics.PLANS,
            Topics.ACCESS,
            Topics.INGRESS_DEAD_LETTERS,
            Topics.USER_SYNC_DEAD_LETTERS,
            Topics.SUBSCRIPTION_MANAGER_DEAD_LETTERS);

    private static final Set<String> HARMLESS = Set.of(
            "integrationId",
            "cause",
            "runId",
            "requestId",
            "mode",
            "traceparent",
            "subjectId",
            "at",
            "noticedAt",
            "readAt",
            "receivedAt",
            "expiresAt",
            "kind",
            "match",
            "zenQmsUserId",
            "external_id",
            "reason",
            "detail",
            "others",
            "audience");

    private Veil() {}

    static boolean isOver(String topic) {
        return PERSONAL.contains(topic);
    }

    /**
     * The value as text of one or more lines.
     *
     * @param ceType the header; null without one
     * @param shown everything, as it is
     */
    static String value(String topic, String ceType, byte[] value, boolean shown) {
        if (value == null) {
            return "(no value: the key is to be forgotten)";
        }
        JsonNode json;
        try {
            json = JsonApi.JSON.readTree(value);
        } catch (IOException e) {
            json = JsonNodeFactory.instance.missingNode();
        }
        if (json.isMissingNode()) {
            return Text.number(value.length) + " bytes that are no JSON"
                    + (shown ? ": " + Text.lines(new String(value, StandardCharsets.UTF_8)) : "");
        }
        var veiled = shown || !isOver(topic) ? json : veiled(json, null, isOurs(topic, ceType));
        try {
            return Text.lines(JsonApi.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(veiled));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** In a foreign message, names mean what its sender wants. */
    private static boolean isOurs(String topic, String ceType) {
        return MessageType.of(String.valueOf(ceType))
                .filter(type -> type.topic().equals(topic))
                .isPresent();
    }

    private static JsonNode veiled(JsonNode node, String name, boolean ours) {
        if (node.isObject()) {
            var copy = JsonNodeFactory.instance.objectNode();
            // Of a failure, ZenQMS's words are part of the sentence.
            var quotes = !node.has("kind")
                    || Set.of("FAILED", "UNKNOWN").contains(node.path("kind").asText());
            node.properties()
                    .forEach(field -> copy.set(
                            ours ? field.getKey() : Text.line(field.getKey()),
                            field.getKey().equals("detail") && quotes
                                    ? veiled(field.getValue(), null, ours)
                                    : veiled(field.getValue(), field.getKey(), ours)));
            return copy;
        }
        if (node.isArray()) {
            var copy = JsonNodeFactory.instance.arrayNode();
            node.forEach(item -> copy.add(veiled(item, name, ours)));
            return copy;
        }
        var isShown =
                !node.isTextual() && (ours || !node.isNumber()) || ours && name != null && HARMLESS.contains(name);
        return isShown ? node : JsonNodeFactory.instance.textNode(HIDDEN);
    }
}
