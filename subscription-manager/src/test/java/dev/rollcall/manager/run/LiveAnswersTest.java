package dev.rollcall.manager.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.rollcall.manager.run.LiveAnswers.Waiting;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class LiveAnswersTest {

    private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // waiting: n10 is a notice of second 10, r10 a request; outcomes: number@noticedAt/request
                "n10, 1@10, n10=1, -",
                "n10 n20, 1@20, n10=1+ n20=1, -",
                "n10 n20, 1@10, n10=1, -",
                "n10 n20, 2@20 1@10, n10=1 n20=2, -",
                "n10, 1@-, -, 1",
                "n10, 1@9, -, 1",
                "n10, 1@10 2@10, n10=1, 2",
                "r10, 1@-/r10, r10=1, -",
                "r10 r20, 1@-/r20, r10=1+ r20=1, -",
                "r10 r20, 1@-/r10, r10=1, -",
                "r10, 1@50, -, 1",
                "r10 n20, 1@20/r10, r10=1 n20=1, -",
                "n10, 1@-/r10, -, 1",
                "-, 1@10, -, 1",
            })
    void aLookAnswersWhatCameBeforeIt(String waiting, String outcomes, String answered, String unasked) {
        // Given
        var entries = new ArrayList<Waiting>();
        for (var word : words(waiting)) {
            var second = Integer.parseInt(word.substring(1));
            entries.add(new Waiting(
                    word.startsWith("n") ? second : -second,
                    START.plusSeconds(second),
                    word.startsWith("n") ? null : word));
        }

        // When
        var result = LiveAnswers.of(
                entries, words(outcomes).stream().map(LiveAnswersTest::outcome).toList());

        // Then
        assertThat(result.answers())
                .extracting(a -> (a.position() > 0 ? "n" : "r") + Math.abs(a.position()) + "="
                        + a.outcome().sequence() + (a.covered() ? "+" : ""))
                .containsExactlyInAnyOrderElementsOf(words(answered));
        assertThat(result.unasked())
                .extracting(o -> String.valueOf(o.sequence()))
                .containsExactlyInAnyOrderElementsOf(words(unasked));
    }

    private static List<String> words(String text) {
        return text == null ? List.of() : List.of(text.split(" "));
    }

    private static Recorded outcome(String word) {
        var parts = word.split("[@/]");
        return new Recorded(
                0,
                "i",
                null,
                parts.length > 2 ? parts[2] : null,
                "p",
                Long.parseLong(parts[0]),
                "NOTIFICATION",
                false,
                "UPDATED",
                null,
                null,
                null,
                null,
                null,
                START,
                parts[1].equals("-") ? null : START.plusSeconds(Long.parseLong(parts[1])));
    }
}
