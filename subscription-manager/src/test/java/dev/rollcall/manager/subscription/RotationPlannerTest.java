package dev.rollcall.manager.subscription;

import java.time.Duration;
import java.time.Instant;

import dev.rollcall.manager.subscription.RotationPlanner.Phase;
import dev.rollcall.manager.subscription.RotationPlanner.Step;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class RotationPlannerTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    @ParameterizedTest
    @CsvSource({
        // phase, due in, published, replaced: step
        "ANNOUNCED, PT10S, true, false, WAIT",
        "ANNOUNCED, PT0S, false, false, WAIT",
        "ANNOUNCED, PT0S, true, false, SWITCH",
        "REPLACING, PT0S, true, false, WAIT",
        "REPLACING, PT0S, true, true, RETIRE",
        "RETIRING, PT1S, true, true, WAIT",
        "RETIRING, PT0S, true, true, FINISH",
    })
    void takesEachStepWhenTheOneBeforeHasTakenEffect(
            Phase phase, Duration dueIn, boolean published, boolean replaced, Step step) {
        // When
        var next = RotationPlanner.next(phase, NOW.plus(dueIn), NOW, published, replaced);

        // Then
        assertThat(next).isEqualTo(step);
    }

    @Test
    void acceptsTheOldOneForLongerThanTheDirectoryTries() {
        // When
        var until = RotationPlanner.retiredAt(NOW);

        // Then
        assertThat(until).isAfter(NOW.plus(Duration.ofHours(4)));
    }
}
