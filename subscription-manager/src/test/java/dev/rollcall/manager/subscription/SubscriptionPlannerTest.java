package dev.rollcall.manager.subscription;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.rollcall.directory.Subscription;
import dev.rollcall.manager.subscription.SubscriptionPlanner.Care;
import dev.rollcall.manager.subscription.SubscriptionPlanner.Held;
import dev.rollcall.manager.subscription.SubscriptionPlanner.Making;
import dev.rollcall.manager.subscription.SubscriptionPlanner.Wanted;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class SubscriptionPlannerTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);
    private static final URI DOOR = URI.create("https://in.example/graph/k/notifications");
    private static final URI LIFECYCLE = URI.create("https://in.example/graph/k/lifecycle");
    private static final Wanted WANTED = new Wanted(DOOR, LIFECYCLE, "current");

    @Test
    void staysBelowTheLongestLifeAllowed() {
        // When
        var expiry = SubscriptionPlanner.expiry(NOW);

        // Then
        assertThat(Duration.between(NOW, expiry)).isBetween(Duration.ofDays(28), Duration.ofMinutes(41_760 - 5));
    }

    @ParameterizedTest
    @CsvSource({"PT696H, PT24H", "PT48H, PT24H", "PT10H, PT5H"})
    void isRenewedDailyAndBeforeHalfOfWhatRemains(Duration life, Duration until) {
        // When
        var at = SubscriptionPlanner.renewAt(NOW, NOW.plus(life));

        // Then
        assertThat(at).isEqualTo(NOW.plus(until));
    }

    @ParameterizedTest
    @CsvSource({"PT24H, PT1H", "PT10M, PT10M"})
    void isComparedHourlyAndWheneverItIsRenewed(Duration renewIn, Duration checkIn) {
        // When
        var at = SubscriptionPlanner.checkAt(NOW, NOW.plus(renewIn));

        // Then
        assertThat(at).isEqualTo(NOW.plus(checkIn));
    }

    @ParameterizedTest
    @CsvSource({
        // listed id, held id, held hash, door, lifecycle, days left: what is made
        "s-1, s-1, current, own, own, 10, adopt",
        "s-1, s-1, former, own, own, 10, anew",
        "s-1, s-1, current, other, own, 10, anew",
        "s-1, s-1, current, own, other, 10, anew",
        "s-1, s-1, current, own, own, -1, anew",
        "s-1, s-2, current, own, own, 10, anew",
        "s-1, , , own, own, 10, anew",
    })
    void adoptsOnlyWhatIsOnRecordAsOurs(
            String listed, String held, String hash, String door, String lifecycle, int days, String made) {
        // Given
        var there = subscription(listed, door, lifecycle, days);
        var known = held == null ? null : held(held, hash, NOW.plus(DAY), false);

        // When
        var making = SubscriptionPlanner.making(List.of(there), known, WANTED, NOW);

        // Then
        assertThat(making).isEqualTo(made.equals("adopt") ? new Making.Adopt("s-1") : new Making.Anew(List.of("s-1")));
    }

    @ParameterizedTest
    @CsvSource({
        // listed id, hash, door, renew in hours, asked to: care
        "s-1, current, own, 20, false, Keep",
        "s-1, current, own, 0, false, Renew",
        "s-1, current, own, 20, true, Renew",
        "s-1, current, own, 300, false, Renew",
        "s-2, current, own, 20, false, MakeAgain",
        "s-1, former, own, 20, false, MakeAgain",
        "s-1, current, other, 20, false, MakeAgain",
    })
    void keepsWhatIsWellAndMakesAgainWhatIsGone(
            String listed, String hash, String door, int renewIn, boolean asked, String care) {
        // Given
        var there = subscription(listed, door, "own", 20);
        var held = held("s-1", hash, NOW.plus(Duration.ofHours(renewIn)), asked);

        // When
        var decided = SubscriptionPlanner.care(List.of(there), held, WANTED, NOW);

        // Then
        assertThat(decided.getClass().getSimpleName()).isEqualTo(care);
    }

    @Test
    void whatRanOutIsToldApartFromWhatWasDropped() {
        // Given
        var over = new Held("s-1", "current", NOW.minus(DAY), NOW.minus(DAY), false);

        // When
        var care = SubscriptionPlanner.care(List.of(), over, WANTED, NOW);

        // Then
        assertThat(care)
                .isInstanceOfSatisfying(
                        Care.MakeAgain.class, again -> assertThat(again.why()).contains("run out"));
    }

    @Test
    void waitsLongerEachTimeButNeverLong() {
        // When
        var waits = List.of(
                SubscriptionPlanner.backOff(0), SubscriptionPlanner.backOff(2), SubscriptionPlanner.backOff(50));

        // Then
        assertThat(waits).containsExactly(Duration.ofMinutes(1), Duration.ofMinutes(4), Duration.ofMinutes(15));
    }

    private static Subscription subscription(String id, String door, String lifecycle, int days) {
        return new Subscription(
                id,
                "users",
                NOW.plus(DAY.multipliedBy(days)),
                door.equals("own") ? DOOR : URI.create("https://elsewhere.example"),
                lifecycle.equals("own") ? LIFECYCLE : null);
    }

    private static Held held(String id, String hash, Instant renewAt, boolean reauthorize) {
        return new Held(id, hash, NOW.plus(DAY.multipliedBy(20)), renewAt, reauthorize);
    }
}
