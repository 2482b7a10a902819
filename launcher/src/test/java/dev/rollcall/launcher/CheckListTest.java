package dev.rollcall.launcher;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CheckListTest {

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);

    @Test
    void saysWhichCheckFailedAndForWhom() {
        // Given
        var checks = List.of(
                new Check("no doubled user", "3 mails", List.of()),
                new Check("no early retry", "", List.of("Person ada was first.", "Person bo was second.")));

        // When
        var all = CheckList.print(checks, out);

        // Then
        assertThat(all).isFalse();
        assertThat(lines())
                .startsWith("ok     no doubled user  3 mails", "WRONG  no early retry")
                .contains("         Person ada was first.", "         Person bo was second.")
                .endsWith("1 of 2 checks failed.");
    }

    @Test
    void saysThatAllHold() {
        assertThat(CheckList.print(List.of(new Check("no doubled user", "3 mails", List.of())), out))
                .isTrue();
        assertThat(lines()).endsWith("All 1 checks hold.");
    }

    @Test
    void countsWhatIsTooMuchToList() {
        // Given
        var check = new Check("no early retry", "", Collections.nCopies(30, "Too early."));

        // When
        CheckList.print(List.of(check), out);

        // Then
        assertThat(lines()).contains("         and 10 more");
    }

    private List<String> lines() {
        return written.toString(StandardCharsets.UTF_8)
                .lines()
                .map(String::stripTrailing)
                .toList();
    }
}
