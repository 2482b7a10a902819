package dev.rollcall.manager.connection;

import java.time.Instant;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class AccessPublisherTest {

    @ParameterizedTest
    @CsvSource({"3600, 1800", "600, 300", "15, 10", "0, 10", "-60, 10"})
    void accessIsRenewedAtHalfItsLife(long life, long renewedAfter) {
        // Given
        var now = Instant.parse("2026-11-23T10:00:00Z");

        // When
        var at = AccessPublisher.renewAt(now, now.plusSeconds(life));

        // Then
        assertThat(at).isEqualTo(now.plusSeconds(renewedAfter));
    }
}
