package dev.rollcall.launcher.topics;

import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.rollcall.model.MessageType;
import dev.rollcall.model.Topics;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class VeilTest {

    private static final List<String> PRIVATE =
            List.of("Lovelace", "ada@contoso.example", "Countess", "Programmer", "c2VhbGVk", "clientState\\\"");

    @ParameterizedTest
    @EnumSource(MessageType.class)
    void promise11_showsNobodysDataAndYetWhomAMessageIsAbout(MessageType type) {
        // When
        var text = value(type.topic(), type.ceType(), Golden.text(type), false);

        // Then
        assertThat(text).contains("int-1").doesNotContain(PRIVATE);
    }

    @Test
    void promise11_hidesWhatANewerVersionAddsAndWhatZenQmsSaid() {
        var newer = value(
                Topics.OUTCOMES,
                MessageType.OUTCOME.ceType(),
                "{\"outcome\": {\"kind\": \"FAILED\", \"detail\": \"ada@\", \"phone\": [\"441234\"], \"reason\": \"refused\"}}",
                false);
        assertThat(newer).contains("refused", "\"phone\" : [ \"***\" ]").doesNotContain("ada@", "441234");
        var skipped = value(
                Topics.OUTCOMES,
                MessageType.OUTCOME.ceType(),
                "{\"outcome\": {\"kind\": \"SKIPPED\", \"detail\": \"Give them a job title.\"}}",
                false);
        assertThat(skipped).contains("Give them a job title.");
    }

    @Test
    void showsAsMuchOfWhatIsNoJson() {
        assertThat(value(Topics.PLANS, null, "ada@\u001b", false)).isEqualTo("5 bytes that are no JSON");
        assertThat(value(Topics.PLANS, null, "ada@\u001b", true)).isEqualTo("5 bytes that are no JSON: ada@\uFFFD");
        assertThat(Veil.value(Topics.LINKS, null, null, false)).contains("no value");
    }

    private static String value(String topic, String ceType, String value, boolean shown) {
        return Veil.value(topic, ceType, value.getBytes(StandardCharsets.UTF_8), shown);
    }
}
