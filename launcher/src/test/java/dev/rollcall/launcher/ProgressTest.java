package dev.rollcall.launcher;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProgressTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void writesOverItsLineOnATerminal() {
        // Given
        var progress = progress(true);

        // When
        progress.show("100 of 100");
        progress.show("done");
        progress.end();

        // Then
        assertThat(shown()).isEqualTo("\r100 of 100\rdone      " + System.lineSeparator());
    }

    @Test
    void writesALineNowAndThenElsewhere() {
        // Given
        var progress = progress(false);

        // When
        for (int second = 0; second <= 11; second++) {
            progress.show("second " + second);
            now = now.plusSeconds(1);
        }
        progress.end();

        // Then
        assertThat(shown().lines()).containsExactly("second 0", "second 5", "second 10");
    }

    private Progress progress(boolean terminal) {
        return new Progress(new PrintStream(bytes, true, StandardCharsets.UTF_8), terminal, () -> now);
    }

    private String shown() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
