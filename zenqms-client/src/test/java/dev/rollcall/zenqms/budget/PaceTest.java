package dev.rollcall.zenqms.budget;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** How the pace finds its way, second by second. */
class PaceTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Ceiling CEILING = new Ceiling(50, 16);

    private static final Observed BUSY = new Observed(5, 20, false, 0, true);
    private static final Observed IDLE = new Observed(2, 20, false, 0, false);
    private static final Observed NOTHING = new Observed(0, 0, false, 0, true);
    private static final Observed TOLD = new Observed(5, 20, true, 0, true);
    private static final Observed TROUBLE = new Observed(0, 0, false, 3, true);
    private static final Observed SLOW = new Observed(5, 900, false, 0, true);

    @Test
    void risesFromFiveToTheCeilingInFourSecondsWhileAllIsWell() {
        assertThat(speeds(BUSY, BUSY, BUSY, BUSY, BUSY)).containsExactly(10.0, 20.0, 40.0, 50.0, 50.0);
    }

    @Test
    void doesNotRiseWhereNobodyWaitsOrNobodyAnswers() {
        assertThat(speeds(IDLE, NOTHING)).containsExactly(5.0, 5.0);
    }

    @Test
    void halvesWhenAskedAndRisesGentlyFromThere() {
        assertThat(speeds(BUSY, BUSY, BUSY, TOLD, BUSY, BUSY)).containsExactly(10.0, 20.0, 40.0, 20.0, 21.0, 22.0);
    }

    @Test
    void neverStandsStill() {
        assertThat(speeds(TOLD, TOLD, TOLD, TOLD, TOLD)).containsExactly(2.5, 1.25, 1.0, 1.0, 1.0);
    }

    @Test
    void beginsAnewAfterAnOutageAndIsSoonWhereItWas() {
        assertThat(speeds(BUSY, BUSY, BUSY, TROUBLE, TROUBLE, BUSY, BUSY, BUSY))
                .containsExactly(10.0, 20.0, 40.0, 5.0, 5.0, 10.0, 20.0, 21.0);
    }

    @Test
    void givesWayToASlowdownAndRisesAgainAfterIt() {
        assertThat(speeds(BUSY, BUSY, SLOW, SLOW, BUSY)).containsExactly(10.0, 20.0, 18.0, 16.2, 32.4);
    }

    @Test
    void takesASlowdownThatStaysForTheUsual() {
        // Given
        var pace = Pace.begin(5, START).after(BUSY, CEILING, START.plusSeconds(1));

        // When
        var seconds = 1;
        while (pace.requestsPerSecond() <= 10 && seconds < 1000) {
            pace = pace.after(SLOW, CEILING, START.plusSeconds(++seconds));
        }

        // Then
        assertThat(seconds).isBetween(60, 600);
    }

    @Test
    void isLoweredAlsoRightAfterARise() {
        // Given
        var raised = Pace.begin(20, START).after(BUSY, CEILING, START.plusSeconds(1));

        // When
        var after = raised.after(TOLD, CEILING, START.plusMillis(1500));

        // Then
        assertThat(raised.requestsPerSecond()).isEqualTo(40);
        assertThat(after.requestsPerSecond()).isEqualTo(20);
    }

    @Test
    void oneErrorAmongManyAnswersIsNoOutage() {
        assertThat(speeds(BUSY, BUSY, new Observed(20, 20, false, 1, true), BUSY))
                .containsExactly(10.0, 20.0, 20.0, 40.0);
    }

    @Test
    void aCeilingThatWasLoweredHoldsAtOnce() {
        // Given
        var pace = Pace.begin(40, START);

        // When
        var after = pace.after(IDLE, new Ceiling(3, 1), START);

        // Then
        assertThat(after.requestsPerSecond()).isEqualTo(3);
    }

    @Test
    void callsThatWereUnderWayDoNotCountTwice() {
        // Given
        var halved = Pace.begin(40, START).after(TOLD, CEILING, START.plusSeconds(1));

        // When
        var after = halved.after(TOLD, CEILING, START.plusMillis(1500));

        // Then
        assertThat(after.requestsPerSecond()).isEqualTo(20);
    }

    @ParameterizedTest(name = "{0}/s, ceiling {1}: {2} places")
    @CsvSource({"1, 16, 4", "5, 16, 4", "10, 16, 8", "50, 16, 16", "5, 2, 2", "50, 64, 40"})
    void placesGrowWithThePace(double speed, int ceiling, int places) {
        assertThat(Pace.begin(speed, START).places(new Ceiling(50, ceiling))).isEqualTo(places);
    }

    private static List<Double> speeds(Observed... seconds) {
        var speeds = new ArrayList<Double>();
        var pace = Pace.begin(5, START);
        for (int i = 0; i < seconds.length; i++) {
            pace = pace.after(seconds[i], CEILING, START.plusSeconds(i + 1));
            speeds.add(pace.requestsPerSecond());
        }
        return speeds;
    }
}
