package dev.rollcall.manager.run;

import java.time.Instant;

import dev.rollcall.manager.run.WaitingPlanner.Circumstances;
import dev.rollcall.model.IntegrationState;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class WaitingPlannerTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            delimiter = '|',
            value = {
                // state | problem | token ends in s | arrived s ago | held s ago | what it begins with
                "ACTIVE | - | 60 | 5 | - | In the queue since 2026-11-23T09:59:55Z.",
                "ACTIVE | - | - | 300 | - | In the queue since 2026-11-23T09:55:00Z. Workers take live changes first.",
                "ACTIVE | The key is refused. | 60 | 5 | - | In the queue since 2026-11-23T09:59:55Z. The key is refused.",
                "ACTIVE | - | 60 | 5 | 120 | In the queue since 2026-11-23T09:59:55Z. At the last look, at"
                        + " 2026-11-23T09:58:00Z, the brake held this person.",
                "ACTIVE | - | -60 | 5 | - | The directory token ended at 2026-11-23T09:59:00Z",
                "PAUSED | - | -60 | 5 | 120 | The integration is paused: resume it",
                "NEEDS_AUTHORIZATION | Enter a new secret. | 60 | 5 | - | The integration needs authorization. Enter a new",
                "DRAFT | - | - | 5 | - | The integration is not active yet.",
                "REMOVED | - | - | 5 | - | The integration was removed",
            })
    void whoeverWaitsHearsWhy(
            IntegrationState state, String problem, Integer token, int arrived, Integer held, String begins) {
        // Given
        var integration = new Circumstances(state, problem, token == null ? null : NOW.plusSeconds(token));

        // When
        var why = WaitingPlanner.why(
                integration, NOW.minusSeconds(arrived), held == null ? null : NOW.minusSeconds(held), NOW);

        // Then
        assertThat(why).startsWith(begins);
    }
}
