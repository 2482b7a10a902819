package dev.rollcall.manager.sweep;

import java.time.Duration;
import java.time.Instant;

import dev.rollcall.manager.integration.CatchUpCause;
import dev.rollcall.manager.sweep.SweepPlanner.Plan;
import dev.rollcall.manager.sweep.SweepPlanner.State;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class SweepPlannerTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    @ParameterizedTest
    @CsvSource({
        // active, wanted, due in, link read ago, round begun ago, walk coming, read everybody ago: plan
        "true, , PT1M, PT4M, , false, , Rest",
        "true, , PT0S, PT5M, , false, , Sweep",
        "true, RESUMED, PT1M, PT4M, , false, , Sweep",
        "false, RESUMED, PT0S, PT4M, , false, , Rest",
        // A pause of less than six days, and of more.
        "true, RESUMED, PT0S, PT143H, , false, , Sweep",
        "true, RESUMED, PT0S, PT145H, , false, , ReadEverybody",
        "true, RESUMED, PT0S, PT145H, , true, , Rest",
        "true, , PT0S, PT145H, , false, , ReadEverybody",
        // A round goes on where it was, unless it was interrupted for too long.
        "true, , PT1M, PT5M, PT1M, false, , GoOn",
        "true, RESUMED, PT1M, PT5M, PT1M, true, , GoOn",
        "true, RESUMED, PT1M, PT150H, PT149H, false, , ReadEverybody",
        // No link: a walk must bring one.
        "true, REQUEST, , , , false, , Rest",
        "true, REQUEST, PT0S, , , true, , Rest",
        "true, , PT0S, , , false, , ReadEverybody",
        "true, , PT0S, , , false, PT59M, Rest",
        "true, , PT0S, , , false, PT61M, ReadEverybody",
    })
    void decides(
            boolean active,
            CatchUpCause wanted,
            Duration dueIn,
            Duration readAgo,
            Duration roundAgo,
            boolean walkComing,
            Duration fullAgo,
            String plan) {
        // Given
        var state = new State(
                active,
                wanted,
                dueIn == null ? null : NOW.plus(dueIn),
                ago(readAgo),
                ago(roundAgo),
                walkComing,
                ago(fullAgo));

        // When
        var decided = SweepPlanner.plan(state, NOW);

        // Then
        assertThat(decided.getClass().getSimpleName()).isEqualTo(plan);
    }

    @Test
    void saysWhatItIsFor() {
        // Given
        var due = new State(true, null, NOW, NOW.minusSeconds(300), null, false, null);
        var wanted = new State(true, CatchUpCause.LIFECYCLE, NOW, NOW.minusSeconds(300), null, false, null);

        // When
        var plans = java.util.List.of(SweepPlanner.plan(due, NOW), SweepPlanner.plan(wanted, NOW));

        // Then
        assertThat(plans).containsExactly(new Plan.Sweep(CatchUpCause.PERIOD), new Plan.Sweep(CatchUpCause.LIFECYCLE));
    }

    @Test
    void integrationsDriftApartButEachKeepsItsPace() {
        // Given
        var every = Duration.ofMinutes(5);

        // When
        var one = SweepPlanner.next(NOW, every, "integration-1");
        var other = SweepPlanner.next(NOW, every, "integration-2");

        // Then
        assertThat(one).isNotEqualTo(other).isEqualTo(SweepPlanner.next(NOW, every, "integration-1"));
        assertThat(Duration.between(NOW, one)).isBetween(Duration.ofSeconds(270), Duration.ofSeconds(330));
    }

    private static Instant ago(Duration time) {
        return time == null ? null : NOW.minus(time);
    }
}
