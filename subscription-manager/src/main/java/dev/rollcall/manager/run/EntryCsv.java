package dev.rollcall.manager.run;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

import dev.rollcall.model.MappedFields;
import dev.rollcall.outbox.MessageJson;

import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;

/**
 * Entries as a table: RFC 4180 in UTF-8 with a header row. A spreadsheet would take a text that begins like a formula for
 * one, and a name is whatever somebody typed: such a text gets an apostrophe in front.
 *
 * @see <a href="https://owasp.org/www-community/attacks/CSV_Injection">CSV injection</a>
 */
final class EntryCsv {

    private static final String BEGINS_A_FORMULA = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    private final MessageJson json;
    private final List<Column> columns = new ArrayList<>();

    EntryCsv(MessageJson json) {
        this.json = json;
        column("received", r -> time(r.entry().received()));
        column("about", r -> r.entry().about());
        column("subject_id", r -> r.entry().subjectId());
        column("change", r -> r.entry().change());
        column("cause", r -> r.entry().cause());
        column("request_id", r -> r.entry().requestId());
        column("kind", r -> Objects.requireNonNullElse(r.entry().kind(), Tally.PENDING));
        column("reason", r -> r.entry().reason());
        column(
                "detail",
                r -> r.entry().detail() == null
                        ? r.entry().waiting()
                        : r.entry().detail());
        column("match", r -> r.entry().match());
        column("zenqms_user_id", r -> r.entry().zenQmsUserId());
        column("others", r -> r.others());
        column("at", r -> time(r.entry().at()));
        column("run_id", r -> r.entry().runId());
        fields("before_", Row::before);
        fields("after_", Row::after);
    }

    private record Column(String name, Function<Row, String> value) {}

    private record Row(Entry entry, Recorded.Content content) {

        String others() {
            return content == null || content.others() == null ? null : String.join(" ", content.others());
        }

        MappedFields before() {
            return content == null ? null : content.before();
        }

        MappedFields after() {
            return content == null ? null : content.after();
        }
    }

    /** Writes the header row at once. The stream stays open. */
    SequenceWriter writer(OutputStream out) throws IOException {
        var schema = CsvSchema.builder();
        columns.forEach(c -> schema.addColumn(c.name()));
        var writer = CsvMapper.builder()
                .disable(com.fasterxml.jackson.core.JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .build()
                .writer(schema.build().withoutHeader().withLineSeparator("\r\n"))
                .writeValues(out);
        writer.write(columns.stream().map(Column::name).toArray(String[]::new));
        return writer;
    }

    String[] row(Entry entry) {
        var row = new Row(entry, json.fromText(entry.outcome(), Recorded.Content.class));
        return columns.stream().map(c -> safe(c.value().apply(row))).toArray(String[]::new);
    }

    static String safe(String text) {
        return text != null && !text.isEmpty() && BEGINS_A_FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }

    private void column(String name, Function<Row, String> value) {
        columns.add(new Column(name, value));
    }

    private void fields(String prefix, Function<Row, MappedFields> of) {
        field(prefix + "external_id", of, MappedFields::externalId);
        field(prefix + "email", of, MappedFields::email);
        field(prefix + "first_name", of, MappedFields::firstName);
        field(prefix + "last_name", of, MappedFields::lastName);
        field(prefix + "title", of, MappedFields::title);
        field(prefix + "is_active", of, f -> f.active() == null ? null : String.valueOf(f.active()));
    }

    private void field(String name, Function<Row, MappedFields> of, Function<MappedFields, String> field) {
        column(name, r -> of.apply(r) == null ? null : field.apply(of.apply(r)));
    }

    private static String time(Instant at) {
        return at == null ? null : at.toString();
    }
}
