package dev.rollcall.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The golden files are the contract: one for each message type and version, read and written back unchanged. */
class GoldenMessagesTest {

    private static final List<String> PRIVATE = List.of("Lovelace", "ada@contoso.example", "Countess", "c2VhbGVk");

    private final ObjectMapper mapper = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    @ParameterizedTest
    @EnumSource(MessageType.class)
    void readsAndWritesTheGoldenFileUnchanged(MessageType type) throws IOException {
        // Given
        var golden = mapper.readTree(golden(type));

        // When
        var message = mapper.treeToValue(golden, type.messageClass());

        // Then
        assertThat(mapper.readTree(mapper.writeValueAsBytes(message))).isEqualTo(golden);
    }

    @ParameterizedTest
    @EnumSource(MessageType.class)
    void toleratesWhatANewerVersionAdds(MessageType type) throws IOException {
        // Given
        var newer = (ObjectNode) mapper.readTree(golden(type));
        newer.put("addedLater", 1);
        ((ObjectNode) newer.get("envelope")).put("addedLater", "x").put("cause", "ADDED_LATER");

        // When
        var message = mapper.treeToValue(newer, type.messageClass());

        // Then
        assertThat(message.envelope().cause()).isEqualTo(Cause.UNKNOWN);
    }

    @ParameterizedTest
    @EnumSource(MessageType.class)
    void promise11_showsNoPersonalDataAndNoSecretAsText(MessageType type) throws IOException {
        // When
        var text = mapper.readValue(golden(type), type.messageClass()).toString();

        // Then
        assertThat(PRIVATE).noneMatch(text::contains);
    }

    @Test
    void typesAndMessagesBelongTogether() throws IOException {
        for (var type : MessageType.values()) {
            var message = mapper.readValue(golden(type), type.messageClass());
            assertThat(MessageType.of(message)).isEqualTo(type);
            assertThat(MessageType.of(type.ceType())).contains(type);
            assertThat(Topics.ALL).contains(type.topic());
            assertThat(message.key())
                    .startsWith(message.envelope().integrationId().value());
        }
    }

    private static String golden(MessageType type) throws IOException {
        var file = "/golden/" + type.ceType() + ".json";
        try (var in = GoldenMessagesTest.class.getResourceAsStream(file)) {
            assertThat(in).as("golden file %s", file).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
