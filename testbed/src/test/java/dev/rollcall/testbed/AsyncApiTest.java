package dev.rollcall.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

import dev.rollcall.model.MessageType;
import dev.rollcall.model.Topics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code docs/asyncapi.yaml} says what the code does. Whoever changes a message or a topic changes it there, too. */
class AsyncApiTest {

    private static final Path ROOT = Path.of("..");
    private static final Path GOLDEN = ROOT.resolve("shared-model/src/test/resources/golden");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNode DOCUMENT = document();

    @Test
    void channelsAreTheTopics() {
        assertThat(channels().keySet()).containsExactlyInAnyOrderElementsOf(Topics.ALL);
    }

    @Test
    void topicsAreKeptAsTheyAreCreated() {
        channels().forEach((topic, channel) -> {
            var documented = new TreeMap<String, String>();
            channel.at("/bindings/kafka/topicConfiguration")
                    .properties()
                    .forEach(setting -> documented.put(
                            setting.getKey(),
                            setting.getValue().isArray()
                                    ? setting.getValue().get(0).asText()
                                    : setting.getValue().asText()));
            assertThat(documented).as(topic).isEqualTo(TopicPlan.settings(topic));
        });
    }

    @Test
    void messagesAreTheTypesEachOnItsTopic() {
        var documented = new TreeMap<String, String>();
        channels()
                .forEach((topic, channel) -> channel.path("messages")
                        .forEach(message ->
                                documented.put(resolved(message).path("name").asText(), topic)));
        var types = new TreeMap<String, String>();
        Arrays.stream(MessageType.values()).forEach(type -> types.put(type.ceType(), type.topic()));
        // Records as they came have no type of their own.
        documented.remove("unreadable");
        assertThat(documented).isEqualTo(types);
        assertThat(DOCUMENT.at("/components/messages")).hasSize(types.size() + 1);
    }

    @ParameterizedTest
    @EnumSource(MessageType.class)
    void exampleIsTheGoldenFileAndFitsTheSchema(MessageType type) throws IOException {
        // Given
        var message = message(type);
        var golden = JSON.readTree(GOLDEN.resolve(type.ceType() + ".json").toFile());

        // Then
        assertThat(message.path("examples")).hasSize(1);
        assertThat(message.at("/examples/0/payload")).isEqualTo(golden);
        assertThat(message.at("/headers/allOf/1/properties/ce_type/const").asText())
                .isEqualTo(type.ceType());
        assertThat(violations(message.path("payload"), golden)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(MessageType.class)
    void schemaIsThatOfTheRecord(MessageType type) throws IOException {
        // Given
        var golden = JSON.readTree(GOLDEN.resolve(type.ceType() + ".json").toFile());

        // When
        var differences = new RecordSchema(DOCUMENT, type.messageClass(), golden)
                .differences(message(type).path("payload"));

        // Then
        assertThat(differences).as(type.ceType()).isEmpty();
    }

    @Test
    void groupsAreThoseOfTheServices() throws IOException {
        var documented = new TreeMap<String, Set<String>>();
        DOCUMENT.path("operations").forEach(operation -> {
            var group = operation.at("/bindings/kafka/groupId/const");
            if (!group.isMissingNode()) {
                documented
                        .computeIfAbsent(
                                resolved(operation.path("channel"))
                                        .path("address")
                                        .asText(),
                                topic -> new TreeSet<>())
                        .add(group.asText());
            }
        });
        assertThat(documented).isNotEmpty().isEqualTo(configuredGroups());
    }

    @Test
    void everyTopicHasItsSender() {
        var sent = new TreeSet<String>();
        DOCUMENT.path("operations").forEach(operation -> {
            if (operation.path("action").asText().equals("send")) {
                sent.add(resolved(operation.path("channel")).path("address").asText());
            }
        });
        assertThat(sent).containsExactlyInAnyOrderElementsOf(Topics.ALL);
    }

    private static Map<String, Set<String>> configuredGroups() throws IOException {
        var groups = new TreeMap<String, Set<String>>();
        for (var service : new String[] {"user-sync-service", "subscription-manager", "notification-ingress"}) {
            var properties = new Properties();
            try (var in = Files.newBufferedReader(
                    ROOT.resolve(service).resolve("src/main/resources/application.properties"))) {
                properties.load(in);
            }
            properties.stringPropertyNames().stream()
                    .filter(name -> name.matches("mp\\.messaging\\.incoming\\..+\\.topics?"))
                    .forEach(name -> Stream.of(properties.getProperty(name).split(","))
                            .forEach(topic -> groups.computeIfAbsent(topic, ignored -> new TreeSet<>())
                                    .add(properties.getProperty(name.replaceFirst("topics?$", "group.id")))));
        }
        return groups;
    }

    private static Map<String, JsonNode> channels() {
        var channels = new TreeMap<String, JsonNode>();
        DOCUMENT.path("channels")
                .forEach(channel -> channels.put(channel.path("address").asText(), channel));
        return channels;
    }

    private static JsonNode message(MessageType type) {
        Optional<JsonNode> found = DOCUMENT.at("/components/messages")
                .valueStream()
                .filter(message -> message.path("name").asText().equals(type.ceType()))
                .findFirst();
        return found.orElseThrow(() -> new AssertionError("docs/asyncapi.yaml lacks " + type.ceType()));
    }

    private static JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? DOCUMENT.at(node.path("$ref").asText().substring(1)) : node;
    }

    private static Set<ValidationMessage> violations(JsonNode schema, JsonNode value) {
        var whole = JsonNodeFactory.instance.objectNode();
        whole.putArray("allOf").add(schema);
        whole.set("definitions", DOCUMENT.at("/components/schemas"));
        // JSON Schema's own place, or the validator complains about AsyncAPI's.
        var text = whole.toString().replace("#/components/schemas/", "#/definitions/");
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
                .getSchema(text)
                .validate(value);
    }

    private static JsonNode document() {
        try {
            return new ObjectMapper(new YAMLFactory())
                    .readTree(ROOT.resolve("docs/asyncapi.yaml").toFile());
        } catch (IOException e) {
            throw new AssertionError("docs/asyncapi.yaml can't be read", e);
        }
    }
}
