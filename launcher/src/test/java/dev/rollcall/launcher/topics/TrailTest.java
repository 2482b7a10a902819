package dev.rollcall.launcher.topics;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.rollcall.model.MessageType;
import dev.rollcall.model.Topics;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class TrailTest {

    private static final String ADA = "6b1e1a52-0000-4000-8000-0000000000ad";
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private final Trail trail = new Trail(Person.of(ADA), false);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            USER_NOTICE   | notice: updated, by notification
            GROUP_NOTICE  | group notice: added to, removed from group grp-1, by notification
            LINK          | link: ZenQMS user 1234, active, external id set by Rollcall, run run-1
            INITIAL_BATCH | batch 1, run run-1: snapshot, enabled
            REQUEST       | asked to look again, request req-1
            OUTCOME       | outcome UPDATED, match linked, ZenQMS user 1234, wrote title, by notification
            PLAN          | plan: would be UPDATED, match linked, ZenQMS user 1234, would write title, run run-1, mode PLAN
            """)
    void saysInWordsWhatAMessageMeans(MessageType type, String words) {
        // Given
        var key = switch (type) {
            case GROUP_NOTICE -> "grp-1";
            case INITIAL_BATCH -> "1";
            default -> ADA;
        };

        // When
        trail.add(message(type, key, 0, Golden.text(type)));

        // Then
        assertThat(trail.steps()).extracting(Step::words).containsExactly(words);
    }

    @Test
    void ordersByTimeHoweverMessagesCome() {
        // When
        trail.add(message(MessageType.OUTCOME, ADA, 3, Golden.text(MessageType.OUTCOME)));
        trail.add(message(MessageType.USER_NOTICE, ADA, 1, Golden.text(MessageType.USER_NOTICE)));
        trail.add(message(MessageType.REQUEST, ADA, 2, Golden.text(MessageType.REQUEST)));

        // Then
        assertThat(trail.steps())
                .extracting(Step::topic)
                .containsExactly(Topics.USER_NOTICES, Topics.REQUESTS, Topics.OUTCOMES);
    }

    @Test
    void takesTheEndOfARunAlongOnlyIfItsPeopleWereThisOne() {
        // Given
        trail.add(message(MessageType.RUN_CANCELLED, "run-1", 5, Golden.text(MessageType.RUN_CANCELLED)));
        trail.add(message(
                MessageType.RUN_CANCELLED,
                "run-2",
                5,
                Golden.text(MessageType.RUN_CANCELLED).replace("run-1", "run-2")));
        assertThat(trail.steps()).isEmpty();

        // When
        trail.add(message(MessageType.INITIAL_BATCH, "1", 1, Golden.text(MessageType.INITIAL_BATCH)));

        // Then
        assertThat(trail.steps())
                .extracting(Step::words)
                .containsExactly("batch 1, run run-1: snapshot, enabled", "run run-1 was cancelled");
    }

    @Test
    void whatCannotBeReadIsSaidAndStopsNothing() {
        // When
        trail.add(message(MessageType.OUTCOME, ADA, 1, "{"));
        trail.add(message(MessageType.OUTCOME, ADA, 2, null));
        trail.add(received(Topics.OUTCOMES, ADA, 3, Map.of("ce_type", "rollcall.sync.outcome.v9"), "{}"));
        trail.add(received(Topics.INGRESS_DEAD_LETTERS, null, 4, Map.of(), "{\"item\": \"…" + ADA + "…\"}"));
        trail.add(received(
                Topics.USER_SYNC_DEAD_LETTERS,
                ADA,
                5,
                Map.of("rollcall_reason", "No JSON.", "rollcall_origin", "t/1/2"),
                "{"));

        // Then
        assertThat(trail.steps())
                .extracting(Step::words)
                .containsExactly(
                        "rollcall.sync.outcome.v1 that can't be read",
                        "forgotten: a key without a value",
                        "a type that this version does not know: rollcall.sync.outcome.v9",
                        "dead letter that names the person",
                        "dead letter: No JSON., from t/1/2");
    }

    @Test
    void keepsToTheIntegrationThatIsNamed() {
        // Given
        var other = new Trail(Person.of("int-2/" + ADA), false);

        // When
        other.add(message(MessageType.OUTCOME, ADA, 1, Golden.text(MessageType.OUTCOME)));

        // Then
        assertThat(other.steps()).isEmpty();
    }

    private static Received message(MessageType type, String subject, int second, String json) {
        return received(type.topic(), subject, second, Map.of("ce_type", type.ceType()), json);
    }

    private static Received received(
            String topic, String subject, int second, Map<String, String> headers, String json) {
        return new Received(
                topic,
                0,
                second,
                NOON.plusSeconds(second),
                subject == null ? "int-1" : "int-1/" + subject,
                new LinkedHashMap<>(headers),
                json == null ? null : json.getBytes(StandardCharsets.UTF_8));
    }
}
