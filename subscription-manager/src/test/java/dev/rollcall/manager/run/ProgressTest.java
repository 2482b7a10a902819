package dev.rollcall.manager.run;

import java.time.Instant;

import dev.rollcall.manager.run.Progress.Mark;
import dev.rollcall.manager.run.Progress.Standing;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ProgressTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // done, total, known, mark seconds ago, done then, last outcome seconds ago, percent, per minute,
                // seconds left
                "0, 0, false, -, 0, 0, -, -, -",
                "500, 1000, false, 20, 300, 1, -, 600.0, -",
                "500, 1000, true, 20, 300, 1, 50, 600.0, 50",
                "500, 1000, true, -, 0, 1, 50, -, -",
                "500, 1000, true, 2, 300, 1, 50, -, -",
                "500, 1000, true, 20, 500, 1, 50, 0.0, -",
                "1, 3, true, 30, 0, 1, 33, 2.0, 60",
                "1000, 1000, true, 20, 300, 1, 100, 2100.0, 0",
                // More done than there are, or fewer than at the mark, is never a negative time.
                "1001, 1000, true, 20, 300, 1, 100, 2103.0, 0",
                "200, 1000, true, 20, 300, 1, 20, 0.0, -",
                "0, 0, true, -, 0, 0, 100, -, -",
                "999999, 1000000, true, 20, 0, 1, 99, 2999997.0, 1",
            })
    void theTimeLeftFollowsFromThePaceLately(
            long done,
            long total,
            boolean known,
            Integer markAgo,
            long markDone,
            int lastAgo,
            Integer percent,
            Double perMinute,
            Long left) {
        // Given
        var mark = new Mark(markAgo == null ? null : NOW.minusSeconds(markAgo), markDone);

        // When
        var progress = Progress.of(new Standing(done, total, known, mark, NOW.minusSeconds(lastAgo), null), NOW);

        // Then
        assertThat(progress.percent()).isEqualTo(percent);
        assertThat(progress.perMinute()).isEqualTo(perMinute);
        assertThat(progress.secondsLeft()).isEqualTo(left);
        assertThat(progress.eta()).isEqualTo(left == null ? null : NOW.plusSeconds(left));
        assertThat(progress.note()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "61, -, No outcome since 2026-11-23T09:58:59Z",
                "1, The integration is paused., The integration is paused.",
                "61, The integration is paused., The integration is paused.",
            })
    void whatDoesNotGoOnHasAReasonAndNoTime(int lastAgo, String obstacle, String note) {
        // Given
        var mark = new Mark(NOW.minusSeconds(90), 300);

        // When
        var progress = Progress.of(new Standing(500, 1000, true, mark, NOW.minusSeconds(lastAgo), obstacle), NOW);

        // Then
        assertThat(progress.note()).startsWith(note);
        assertThat(progress.percent()).isEqualTo(50);
        assertThat(progress.secondsLeft()).isNull();
        assertThat(progress.eta()).isNull();
    }
}
