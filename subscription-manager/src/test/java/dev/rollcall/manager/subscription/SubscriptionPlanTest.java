package dev.rollcall.manager.subscription;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class SubscriptionPlanTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    @Test
    void staysBelowTheLongestLifeAllowed() {
        // When
        var expiry = SubscriptionPlan.expiry(NOW);

        // Then
        assertThat(Duration.between(NOW, expiry)).isBetween(Duration.ofDays(28), Duration.ofMinutes(41_760 - 5));
    }

    @ParameterizedTest
    @CsvSource({"PT696H, PT24H", "PT48H, PT24H", "PT10H, PT5H"})
    void isLookedAfterDailyAndBeforeHalfOfWhatRemains(Duration life, Duration until) {
        // When
        var at = SubscriptionPlan.checkAt(NOW, NOW.plus(life));

        // Then
        assertThat(at).isEqualTo(NOW.plus(until));
    }
}
