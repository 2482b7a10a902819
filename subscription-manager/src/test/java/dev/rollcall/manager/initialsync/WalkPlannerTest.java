package dev.rollcall.manager.initialsync;

import java.time.Instant;

import dev.rollcall.manager.initialsync.WalkPlanner.Earlier;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class WalkPlannerTest {

    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        // met, complete before, doubted before, minutes since, believed
        "1000,    ,    ,   , true",
        "   0,    ,    ,   , false",
        "1000, 1000,   ,   , true",
        " 950, 1000,   ,   , true",
        " 800, 1000,   ,   , true",
        " 799, 1000,   ,   , false",
        " 500, 1000,   ,   , false",
        "   0, 1000,   ,   , false",
        "  15,   30,   ,   , false",
        "   1,    2,   ,   , false",
        "2000, 1000,   ,   , true",
        // Seen twice, a quarter of an hour apart, it is no accident.
        " 500, 1000, 500, 15, true",
        " 520, 1000, 500, 60, true",
        " 530, 1000, 500, 60, false",
        " 500, 1000, 500, 14, false",
        "   0, 1000,   0, 60, false"
    })
    void promise4_aWalkCountsForAbsenceOnlyWhereItsSizeIsPlausible(
            long met, Long complete, Long doubted, Integer minutes, boolean believed) {
        // Given
        var last = complete == null ? null : new Earlier(complete, NOW.minusSeconds(86_400));
        var between = doubted == null ? null : new Earlier(doubted, NOW.minusSeconds(60L * minutes));

        // When
        var doubt = WalkPlanner.doubt(met, last, between, NOW);

        // Then
        assertThat(doubt.isEmpty()).isEqualTo(believed);
    }
}
