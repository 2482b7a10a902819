package dev.rollcall.manager.integration;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class SilencePlannerTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    @ParameterizedTest
    @CsvSource({
        // active, notification, sweep, walk: minutes ago; silent
        "true, , 5, , false",
        "true, 5, 90, 90, false",
        "true, , 90, 10, false",
        "true, , 31, 90, true",
        "true, , , , true",
        "false, , 90, 90, false",
    })
    void isSilentOnlyIfNeitherNotificationNorSweepCame(
            boolean active, Integer heard, Integer swept, Integer walked, boolean silent) {
        // When
        var sentence =
                SilencePlanner.sentence(active, ago(heard), ago(swept), ago(walked), Duration.ofMinutes(30), NOW);

        // Then
        assertThat(sentence.isPresent()).isEqualTo(silent);
    }

    private static Instant ago(Integer minutes) {
        return minutes == null ? null : NOW.minus(Duration.ofMinutes(minutes));
    }
}
