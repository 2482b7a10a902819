package dev.rollcall.zenqms;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.rollcall.model.MappedFields;
import dev.rollcall.model.ZenQmsUserId;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Users on ZenQMS's wire: written in one field case, read in both. */
final class UserJson {

    static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private static final List<String> LIST_KEYS = List.of("data", "items", "results", "users");

    private final ZenQmsWire wire;

    UserJson(ZenQmsWire wire) {
        this.wire = wire;
    }

    ObjectNode write(MappedFields fields) {
        var json = MAPPER.createObjectNode();
        put(json, "external_id", fields.externalId());
        put(json, "email", fields.email());
        put(json, "first_name", fields.firstName());
        put(json, "last_name", fields.lastName());
        put(json, "title", fields.title());
        if (fields.active() != null) {
            switch (wire.statusField()) {
                case IS_ACTIVE -> json.put(name("is_active"), fields.active());
                case STATUS -> json.put("status", fields.active() ? "active" : "disabled");
            }
        }
        return json;
    }

    /** A change that takes the external id away. */
    ObjectNode writeCleared() {
        var json = MAPPER.createObjectNode();
        return switch (wire.cleared()) {
            case NULL -> json.putNull(name("external_id"));
            case EMPTY -> json.put(name("external_id"), "");
        };
    }

    ObjectNode write(UserSearch search, int page) {
        return write(search, page, ZenQmsUsers.PAGE_SIZE);
    }

    ObjectNode write(UserSearch search, int page, int size) {
        var json = MAPPER.createObjectNode();
        switch (search) {
            case UserSearch.ById(var id) -> json.put("id", id.value());
            case UserSearch.ByEmail(var email) -> json.put("email", email);
            case UserSearch.ByExternalId(var subject) -> json.put(name("external_id"), subject.value());
            case UserSearch.Everybody() -> {}
        }
        return json.put("page", page).put(name("page_size"), size);
    }

    /** Null when the node is not a user. */
    static ZenQmsUser read(JsonNode user) {
        var id = user.path("id").asText("");
        if (id.isBlank() || !user.hasNonNull("email")) {
            return null;
        }
        return new ZenQmsUser(
                new ZenQmsUserId(id),
                text(user, "external_id"),
                text(user, "email"),
                text(user, "first_name"),
                text(user, "last_name"),
                text(user, "title"),
                active(user));
    }

    UserPage readPage(JsonNode body, int page) {
        var array = body.isArray() ? body : firstArray(body);
        var users = new ArrayList<ZenQmsUser>();
        for (var node : array) {
            var user = read(node);
            if (user != null) {
                users.add(user);
            }
        }
        return new UserPage(users, isLast(body, page, array.size()));
    }

    static boolean isPage(JsonNode body) {
        return body.isArray() || firstArray(body) != null;
    }

    /**
     * What we asked for as page size proves nothing: a server may cap it. What it states itself counts; where it states
     * nothing, a page is taken to be as large as those before it, which is never too much, so at worst an empty page is
     * read in addition.
     */
    private static boolean isLast(JsonNode body, int page, int size) {
        if (size == 0) {
            return true;
        }
        var stated = field(body, "page_size").asLong(0);
        if (body.path("total").isNumber()) {
            var before = (page - 1) * (stated > 0 ? stated : size);
            return before + size >= body.path("total").asLong();
        }
        return size < stated;
    }

    private static JsonNode firstArray(JsonNode body) {
        var key = listKey(body);
        return key == null ? null : body.path(key);
    }

    /** Under which name the list stands; null when there is none we know. */
    static String listKey(JsonNode body) {
        return LIST_KEYS.stream()
                .filter(key -> body.path(key).isArray())
                .findFirst()
                .orElse(null);
    }

    private static boolean active(JsonNode user) {
        var status = user.path("status").asText("").toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
        if (status.equals("lockedout") || status.equals("locked")) {
            return true;
        }
        var flag = field(user, "is_active");
        return flag.isBoolean() ? flag.asBoolean() : status.isEmpty() || status.equals("active");
    }

    private static String text(JsonNode user, String snake) {
        var value = field(user, snake);
        return value.isMissingNode() || value.isNull() || value.asText().isEmpty() ? null : value.asText();
    }

    static JsonNode field(JsonNode user, String snake) {
        return user.has(snake) ? user.path(snake) : user.path(camel(snake));
    }

    private void put(ObjectNode json, String snake, String value) {
        if (value != null) {
            json.put(name(snake), value);
        }
    }

    private String name(String snake) {
        return switch (wire.fieldCase()) {
            case SNAKE -> snake;
            case CAMEL -> camel(snake);
        };
    }

    static String camel(String snake) {
        var camel = new StringBuilder();
        for (var word : snake.split("_")) {
            camel.append(camel.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return camel.toString();
    }
}
