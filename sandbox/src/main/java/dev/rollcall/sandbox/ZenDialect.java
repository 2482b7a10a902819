package dev.rollcall.sandbox;

import java.util.Iterator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * How one account's API is spelt. ZenQMS publishes little of it, so others than {@link #ASSUMED} are thinkable.
 *
 * @param authHeader the header that carries the key
 * @param authPrefix what stands before the key
 * @param camelCase whether names are written {@code externalId}, not {@code external_id}; names in the other case are ignored
 * @param listKey under which name a page's list stands; empty for a bare array, which states no total either
 */
public record ZenDialect(String authHeader, String authPrefix, boolean camelCase, String listKey) {

    public static final ZenDialect ASSUMED = new ZenDialect("Authorization", "Bearer ", false, "data");

    /** What was sent, in the assumed words. */
    JsonNode understood(JsonNode sent) {
        if (!camelCase || !sent.isObject()) {
            return sent;
        }
        ObjectNode known = Json.object();
        sent.properties().forEach(field -> {
            if (!field.getKey().contains("_")) {
                known.set(snake(field.getKey()), field.getValue());
            }
        });
        return known;
    }

    /** An answer in this dialect's words. */
    Answer spoken(Answer answer) {
        if (equals(ASSUMED) || answer.body() == null) {
            return answer;
        }
        JsonNode body = camelCase ? camel(answer.body()) : answer.body();
        if (answer.status() == 200 && body.path("data").isArray()) {
            JsonNode list = ((ObjectNode) body).remove("data");
            if (listKey.isEmpty()) {
                body = list;
            } else {
                ((ObjectNode) body).set(listKey, list);
            }
        }
        return new Answer(answer.status(), answer.headers(), body);
    }

    private static JsonNode camel(JsonNode node) {
        if (node.isArray()) {
            ArrayNode list = Json.object().arrayNode();
            node.forEach(one -> list.add(camel(one)));
            return list;
        }
        if (!node.isObject()) {
            return node;
        }
        ObjectNode object = Json.object();
        node.properties().forEach(field -> object.set(camel(field.getKey()), camel(field.getValue())));
        return object;
    }

    private static String camel(String snake) {
        var camel = new StringBuilder();
        for (Iterator<Integer> all = snake.chars().iterator(); all.hasNext(); ) {
            char c = (char) (int) all.next();
            camel.append(c == '_' && all.hasNext() ? Character.toUpperCase((char) (int) all.next()) : c);
        }
        return camel.toString();
    }

    private static String snake(String camel) {
        return camel.replaceAll("([A-Z])", "_$1").toLowerCase();
    }
}
