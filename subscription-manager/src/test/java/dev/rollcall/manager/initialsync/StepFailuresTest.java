package dev.rollcall.manager.initialsync;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

import dev.rollcall.directory.DirectoryException;
import dev.rollcall.manager.connection.TokenException;
import dev.rollcall.manager.run.RunPhase;
import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.Mode;
import dev.rollcall.model.RunId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class StepFailuresTest {

    private final StepFailures failures = new StepFailures(Duration.ofMinutes(3));

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // Retry-After in seconds, attempts before, wait in seconds
                "-, 0, 1",
                "-, 1, 2",
                "-, 3, 8",
                "-, 6, 60",
                "-, 60, 60",
                "7, 0, 7",
                "7, 9, 7",
                "86400, 0, 900",
            })
    void promise10_anOutageIsWaitedForHoweverLong(Long retryAfter, int attempt, long seconds) {
        // Given
        var asked = retryAfter == null ? null : Duration.ofSeconds(retryAfter);
        var outage = new DirectoryException.Unavailable("In trouble.", asked, null);

        // When
        var step = failures.of(outage, run(RunPhase.WALKING, attempt, 0), Duration.ofDays(2));

        // Then
        assertThat(step).isEqualTo(new Step.Wait(Duration.ofSeconds(seconds), "In trouble."));
    }

    @ParameterizedTest
    @CsvSource({
        "SUBSCRIBING, 400, 179, WAIT",
        "SUBSCRIBING, 409, 0, WAIT",
        "SUBSCRIBING, 400, 180, STOP",
        "SUBSCRIBING, 422, 0, STOP",
        "WALKING, 400, 0, STOP",
    })
    void aHandshakeThatFailedIsTriedAgainForAWhile(RunPhase phase, int status, long secondsInPhase, String expected) {
        // Given
        var refusal = new DirectoryException.Rejected(status, "ValidationError", "Refused.");

        // When
        var step = failures.of(refusal, run(phase, 0, 0), Duration.ofSeconds(secondsInPhase));

        // Then
        assertThat(step.getClass().getSimpleName()).isEqualToIgnoringCase(expected);
    }

    @Test
    void aMissingPermissionStopsWithTheNamesToGrant() {
        // Given
        var denied = new DirectoryException.AccessDenied(403, "Forbidden.");

        // When
        var step = failures.of(denied, run(RunPhase.WALKING, 0, 0), Duration.ZERO);

        // Then
        assertThat(step)
                .isInstanceOfSatisfying(
                        Step.Stop.class,
                        stop -> assertThat(stop.sentence())
                                .contains("User.Read.All", "Group.Read.All", "GroupMember.Read.All"));
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 2", "4, 16"})
    void aForgottenFeedIsWalkedAgainAfterAWhile(int restarts, long seconds) {
        // Given
        var lost = new DirectoryException.FeedLost("Forgotten.");

        // When
        var step = failures.of(lost, run(RunPhase.WALKING, 0, restarts), Duration.ZERO);

        // Then
        assertThat(step)
                .isInstanceOfSatisfying(
                        Step.WalkAgain.class,
                        again -> assertThat(again.after()).isEqualTo(Duration.ofSeconds(seconds)));
    }

    @Test
    void aFeedThatIsForgottenAgainAndAgainEndsTheRun() {
        // Given
        var lost = new DirectoryException.FeedLost("Forgotten.");

        // When
        var step = failures.of(lost, run(RunPhase.WALKING, 0, 5), Duration.ZERO);

        // Then
        assertThat(step).isInstanceOf(Step.Stop.class);
    }

    @Test
    void refusedCredentialsStopAndAnUnreachableTokenEndpointIsWaitedFor() {
        // Given
        var refused = new TokenException.Refused("Wrong secret.");
        var unreachable = new TokenException.Unavailable("Not reachable.", null);

        // When
        var steps = java.util.List.of(failures.of(refused, 0), failures.of(unreachable, 2));

        // Then
        assertThat(steps)
                .containsExactly(
                        new Step.Stop("Wrong secret."), new Step.Wait(Duration.ofSeconds(4), "Not reachable."));
    }

    private static RunLease run(RunPhase phase, int attempt, int restarts) {
        return new RunLease(
                new RunId("r"),
                new IntegrationId("i"),
                Mode.APPLY,
                phase,
                Instant.EPOCH,
                attempt,
                restarts,
                null,
                Set.of(),
                "t");
    }
}
