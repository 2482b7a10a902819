package dev.rollcall.launcher;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TimelineTest {

    private Instant now = Instant.EPOCH;

    @Test
    void tellsEachThingWithTheTimeSinceTheBeginning() {
        // Given
        var written = new ByteArrayOutputStream();
        InstantSource clock = () -> now;
        var timeline = new Timeline(new PrintStream(written, true, StandardCharsets.UTF_8), clock);

        // When
        timeline.say("Kafka is killed");
        now = now.plusSeconds(67);
        timeline.say("Kafka is ready again");

        // Then
        assertThat(written.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("   0:00  Kafka is killed", "   1:07  Kafka is ready again");
    }
}
