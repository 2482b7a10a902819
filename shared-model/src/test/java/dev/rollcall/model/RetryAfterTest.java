package dev.rollcall.model;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2026-11-27T10:00:00Z");

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            nullValues = "-",
            value = {
                "-, -",
                "'  ', -",
                "3, PT3S",
                "2.128, PT2.128S",
                "0, PT0S",
                "-1, -",
                "NaN, -",
                "Infinity, PT24H",
                "1e14, PT24H",
                "soon, -",
                "'Fri, 27 Nov 2026 10:00:30 GMT', PT30S",
                "'Fri, 27 Nov 2026 09:00:00 GMT', PT0S",
                "'Sat, 27 Nov 2027 09:00:00 GMT', PT24H",
            })
    void readsSecondsFractionsAndDatesUpToADay(String header, Duration expected) {
        assertThat(RetryAfter.parse(header, NOW)).isEqualTo(expected);
    }
}
