package dev.rollcall.manager.sweep;

import java.time.Duration;

import dev.rollcall.directory.DirectoryException;
import dev.rollcall.manager.sweep.SweepFailures.Failure;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SweepFailuresTest {

    @Test
    void promise10_anOutageIsWaitedForAndAForgottenLinkIsNot() {
        // Given
        var asked = new DirectoryException.Unavailable("Slow down.", Duration.ofSeconds(17), null);
        var down = new DirectoryException.Unavailable("In trouble.", null, null);
        var forbidden = new DirectoryException.AccessDenied(403, "Forbidden.");
        var forgotten = new DirectoryException.FeedLost("Forgotten.");
        var refused = new DirectoryException.Rejected(400, "BadRequest", "Refused.");

        // When
        var third = SweepFailures.of(down, 2);

        // Then
        assertThat(SweepFailures.of(asked, 5)).isEqualTo(new Failure.Wait(Duration.ofSeconds(17), "Slow down."));
        assertThat(third).isEqualTo(new Failure.Wait(Duration.ofSeconds(8), "In trouble."));
        assertThat(SweepFailures.of(down, 60)).isEqualTo(new Failure.Wait(Duration.ofMinutes(5), "In trouble."));
        assertThat(SweepFailures.of(forbidden, 0))
                .isInstanceOfSatisfying(
                        Failure.Wait.class, wait -> assertThat(wait.sentence()).contains("User.Read.All"));
        assertThat(SweepFailures.of(forgotten, 0)).isEqualTo(new Failure.Lost());
        assertThat(SweepFailures.of(refused, 0)).isEqualTo(new Failure.Lost());
    }
}
