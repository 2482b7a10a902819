package dev.rollcall.manager.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import dev.rollcall.outbox.MessageJson;

import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class EntryCsvTest {

    private static final String NAME = "Zoë \"Z\", née\nMüller";
    private static final Entry ENTRY = new Entry(
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            "p-1",
            "UPDATED",
            null,
            null,
            "LINKED",
            "77",
            "{\"before\":{\"title\":\"=HYPERLINK(1)\",\"is_active\":false},\"after\":{\"last_name\":"
                    + "\"Zoë \\\"Z\\\", née\\nMüller\"}}",
            Instant.parse("2026-11-23T10:00:00Z"),
            null,
            null);

    @Test
    void aReaderGetsBackWhatWasWritten() throws IOException {
        // When
        var text = csv(ENTRY);

        // Then
        var rows = read(text);
        assertThat(rows).singleElement().satisfies(row -> {
            assertThat(row).containsEntry("subject_id", "p-1").containsEntry("kind", "UPDATED");
            assertThat(row).containsEntry("after_last_name", NAME).containsEntry("before_is_active", "false");
            assertThat(row).containsEntry("before_title", "'=HYPERLINK(1)").containsEntry("reason", "");
            assertThat(row).containsEntry("at", "2026-11-23T10:00:00Z");
        });
        assertThat(text).startsWith("received,about,subject_id,").contains("\r\n");
    }

    @Test
    void whoHasNoOutcomeIsPendingWithTheReason() throws IOException {
        // Given
        var open = new Entry(
                null, null, null, null, null, null, null, "p-2", null, null, null, null, null, null, null, null,
                "Waits.");

        // When
        var rows = read(csv(open));

        // Then
        assertThat(rows)
                .singleElement()
                .satisfies(
                        row -> assertThat(row).containsEntry("kind", "PENDING").containsEntry("detail", "Waits."));
    }

    @Test
    void anEmptyExportHasItsHeader() throws IOException {
        // When
        var text = csv();

        // Then
        assertThat(text.lines()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1"})
    void noTextIsTakenForAFormula(String text) {
        // When
        var safe = EntryCsv.safe(text);

        // Then
        assertThat(safe).isEqualTo("'" + text);
        assertThat(EntryCsv.safe("Ada = Lovelace")).isEqualTo("Ada = Lovelace");
        assertThat(EntryCsv.safe("")).isEmpty();
        assertThat(EntryCsv.safe(null)).isNull();
    }

    private static String csv(Entry... entries) throws IOException {
        var csv = new EntryCsv(MessageJson.create());
        var out = new ByteArrayOutputStream();
        try (var writer = csv.writer(out)) {
            for (var entry : entries) {
                writer.write(csv.row(entry));
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static List<Map<String, String>> read(String text) throws IOException {
        return new CsvMapper()
                .readerForMapOf(String.class)
                .with(CsvSchema.emptySchema().withHeader())
                .<Map<String, String>>readValues(text)
                .readAll();
    }
}
