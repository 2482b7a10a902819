package dev.rollcall.launcher;

import java.io.PrintStream;
import java.util.List;
import java.util.function.Function;

/** The story, person by person. */
final class StoryTable {

    private StoryTable() {}

    static void print(List<Story.Row> rows, List<String> findings, PrintStream out) {
        var columns = List.<Function<Story.Row, String>>of(
                row -> row.right() ? "ok" : "WRONG",
                Story.Row::who,
                Story.Row::change,
                Story.Row::notice,
                Story.Row::outcome,
                Story.Row::zenQms);
        var titles = List.of("", "person", "directory change", "notice", "outcome", "ZenQMS");
        var widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = titles.get(i).length();
            for (var row : rows) {
                widths[i] = Math.max(widths[i], width(columns.get(i).apply(row)));
            }
        }
        out.println();
        out.println(line(titles, widths));
        for (var row : rows) {
            out.println(line(columns.stream().map(column -> column.apply(row)).toList(), widths));
        }
        out.println();
        findings.stream().limit(20).forEach(finding -> out.println("WRONG  " + finding));
        if (findings.isEmpty() && rows.stream().allMatch(Story.Row::right)) {
            out.println(
                    "ZenQMS is as the rules say: everybody checked, no doubled user, no write without a difference.");
        } else {
            out.println(findings.size() + " findings, "
                    + rows.stream().filter(row -> !row.right()).count() + " changes without the right effect.");
        }
    }

    private static String line(List<String> cells, int[] widths) {
        var line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            line.append(cells.get(i)).append(" ".repeat(Math.max(0, widths[i] - width(cells.get(i))) + 2));
        }
        return line.toString().stripTrailing();
    }

    /** Wide characters take two columns of a terminal. */
    private static int width(String text) {
        return text.codePoints()
                .map(c -> Character.getType(c) == Character.NON_SPACING_MARK
                        ? 0
                        : Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN
                                        || Character.UnicodeScript.of(c) == Character.UnicodeScript.HIRAGANA
                                        || Character.UnicodeScript.of(c) == Character.UnicodeScript.KATAKANA
                                        || Character.UnicodeScript.of(c) == Character.UnicodeScript.HANGUL
                                ? 2
                                : 1)
                .sum();
    }
}
