package dev.rollcall.outbox;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

import dev.rollcall.model.Cause;
import dev.rollcall.model.Envelope;
import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.MessageType;
import dev.rollcall.model.SubjectId;
import dev.rollcall.model.UserNotice;

import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MessageJsonTest {

    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private static final UserNotice NOTICE = new UserNotice(
            Envelope.live(new IntegrationId("int-1"), Cause.NOTIFICATION, 3, TRACE),
            new SubjectId("s-1"),
            "updated",
            Instant.parse("2026-11-23T10:15:30.120Z"));

    private final MessageJson json = MessageJson.create();

    @Test
    void readsBackWhatItWrote() throws Exception {
        // Given
        var bytes = json.write(NOTICE);

        // When
        var read = json.read(bytes, MessageType.USER_NOTICE.ceType());

        // Then
        assertThat(read).contains(NOTICE);
        assertThat(new String(bytes, StandardCharsets.UTF_8))
                .contains("\"noticedAt\":\"2026-11-23T10:15:30.120Z\"")
                .doesNotContain("null");
    }

    @Test
    void passesOverATypeItDoesNotKnow() throws Exception {
        // Given
        var bytes = "{}".getBytes(StandardCharsets.UTF_8);

        // When
        var read = json.read(bytes, "rollcall.directory.user-notice.v9");

        // Then
        assertThat(read).isEmpty();
    }

    @Test
    void toleratesWhatANewerVersionAdds() throws Exception {
        // Given
        var bytes = "{\"envelope\":{\"integrationId\":\"i\",\"cause\":\"LATER\",\"x\":1},\"subjectId\":\"s\",\"y\":{}}"
                .getBytes(StandardCharsets.UTF_8);

        // When
        var read = json.read(bytes, UserNotice.class);

        // Then
        assertThat(read.envelope().cause()).isEqualTo(Cause.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{\"envelope\":\"ada@contoso.example\"}",
                "{\"envelope\":{\"integrationId\":\"i\"},\"subjectId\":{\"mail\":\"ada@contoso.example\"}}",
                "ada@contoso.example",
                "{\"envelope\":{\"integrationId\":\"i\"}}",
                "{\"envelope\":{\"integrationId\":\"i\"},\"subjectId\":\"s\",\"noticedAt\":\"ada@contoso.example\"}",
                "{} ada@contoso.example"
            })
    void saysInOneSentenceWhyItCannotReadAndQuotesNothing(String text) {
        // Given
        var bytes = text.getBytes(StandardCharsets.UTF_8);

        // When
        // Then
        assertThatThrownBy(() -> json.read(bytes, UserNotice.class))
                .isInstanceOf(UnreadableMessage.class)
                .hasNoCause()
                .hasMessageMatching("The message.*\\.")
                .hasMessageNotContaining("ada@");
    }

    @Test
    void wantsATypeHeader() {
        // Given
        var bytes = json.write(NOTICE);

        // When
        // Then
        assertThatThrownBy(() -> json.read(bytes, (String) null))
                .isInstanceOf(UnreadableMessage.class)
                .hasMessageContaining("ce_type");
    }

    @Test
    void carriesTheCloudEventsAttributesInHeaders() {
        // Given
        var time = Instant.parse("2026-11-23T10:15:31Z");

        // When
        var read = CloudEvents.read(new RecordHeaders(CloudEvents.headers(NOTICE, "/user-sync-service", time)));

        // Then
        assertThat(read.type()).isEqualTo("rollcall.directory.user-notice.v1");
        assertThat(read.source()).isEqualTo("/user-sync-service");
        assertThat(read.subject()).isEqualTo("s-1");
        assertThat(read.time()).isEqualTo(time);
        assertThat(read.traceparent()).isEqualTo(TRACE);
        assertThat(read.id()).hasSize(36);
    }

    @Test
    void readsARecordWithoutHeaders() {
        // Given
        var none = new RecordHeaders();

        // When
        var read = CloudEvents.read(none);

        // Then
        assertThat(read).isEqualTo(new CloudEvents.Read(null, null, null, null, null, null));
        assertThat(CloudEvents.type(none)).isEmpty();
    }
}
