package dev.rollcall.testbed;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/**
 * Compares a schema with the record it is of: the fields, their types, the words of enums, and which fields are always
 * there. The record itself says the last: a field is required if a message without it is refused, or is written with it.
 */
final class RecordSchema {

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final JsonNode document;
    private final Class<?> message;
    private final JsonNode golden;
    private final List<String> differences = new ArrayList<>();

    /** @param golden a message of that class, in which each nested record occurs */
    RecordSchema(JsonNode document, Class<?> message, JsonNode golden) {
        this.document = document;
        this.message = message;
        this.golden = golden;
    }

    List<String> differences(JsonNode schema) {
        compareRecord(message, schema, "");
        return differences;
    }

    private void compareRecord(Class<?> type, JsonNode given, String pointer) {
        var schema = resolved(given);
        var documented = new TreeSet<String>();
        schema.path("properties").fieldNames().forEachRemaining(documented::add);
        var components = new TreeSet<String>();
        Arrays.stream(type.getRecordComponents()).map(RecordSchema::name).forEach(components::add);
        check(pointer, documented, components, "properties");
        var required = new TreeSet<String>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        // A message may demand more of a shared record than others do.
        given.path("allOf").forEach(part -> part.path("required").forEach(name -> required.add(name.asText())));
        check(pointer, required, always(components, pointer), "required");
        for (var component : type.getRecordComponents()) {
            var name = name(component);
            compare(component.getGenericType(), schema.path("properties").path(name), pointer + "/" + name);
        }
    }

    private void compare(Type type, JsonNode given, String pointer) {
        var schema = resolved(given);
        switch (type) {
            case ParameterizedType list
            when Collection.class.isAssignableFrom((Class<?>) list.getRawType()) -> {
                check(pointer, schema.path("type").asText(), "array", "type");
                compare(list.getActualTypeArguments()[0], schema.path("items"), pointer + "/0");
            }
            case ParameterizedType map
            when map.getRawType() == Map.class -> {
                check(pointer, schema.path("type").asText(), "object", "type");
                compare(map.getActualTypeArguments()[1], schema.path("additionalProperties"), pointer);
            }
            case Class<?> known
            when known.isEnum() -> {
                var words = StreamSupport.stream(schema.path("enum").spliterator(), false)
                        .map(JsonNode::asText)
                        .toList();
                var constants = Arrays.stream(known.getEnumConstants())
                        .map(constant -> ((Enum<?>) constant).name())
                        .toList();
                check(pointer, words, constants, "enum");
            }
            case Class<?> known when known.isRecord() && !isValue(known) -> compareRecord(known, given, pointer);
            case Class<?> known -> {
                check(pointer, schema.path("type").asText(), jsonType(known), "type");
                check(
                        pointer,
                        schema.path("format").asText().equals("date-time"),
                        known == Instant.class,
                        "format date-time");
            }
            default -> throw new IllegalStateException("No rule for " + type + " at " + pointer);
        }
    }

    /** What stays in a message although it was taken out, or can't be taken out. */
    private TreeSet<String> always(TreeSet<String> names, String pointer) {
        var always = new TreeSet<String>();
        for (var name : names) {
            JsonNode copy = golden.deepCopy();
            if (!(copy.at(pointer) instanceof ObjectNode object)) {
                differences.add(pointer + " is missing in the golden file, which can't show what is required");
                return always;
            }
            object.remove(name);
            try {
                var written = JSON.<JsonNode>valueToTree(JSON.treeToValue(copy, message));
                if (written.at(pointer).has(name)) {
                    always.add(name);
                }
            } catch (JsonProcessingException e) {
                always.add(name);
            }
        }
        return always;
    }

    private void check(String pointer, Object documented, Object expected, String what) {
        if (!documented.equals(expected)) {
            differences.add(pointer + " " + what + ": documented " + documented + ", in the code " + expected);
        }
    }

    private JsonNode resolved(JsonNode schema) {
        var node = schema.has("allOf") ? schema.path("allOf").get(0) : schema;
        return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
    }

    private static String name(RecordComponent component) {
        var property = component.getAccessor().getAnnotation(JsonProperty.class);
        return property == null ? component.getName() : property.value();
    }

    /** An id, written as its text. */
    private static boolean isValue(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .anyMatch(component -> component.getAccessor().isAnnotationPresent(JsonValue.class));
    }

    private static String jsonType(Class<?> type) {
        if (type == boolean.class || type == Boolean.class) {
            return "boolean";
        }
        return type == int.class || type == long.class ? "integer" : "string";
    }
}
