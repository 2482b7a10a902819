package dev.rollcall.launcher;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Text in columns and within a terminal's width. */
public final class Columns {

    private static final int WIDTH = 118;

    private Columns() {}

    /**
     * Each column as wide as its widest cell.
     *
     * @param rows may be shorter than the titles
     * @param right numbers of the columns, from 0, that end at one edge
     */
    public static void print(List<String> titles, List<List<String>> rows, List<Integer> right, PrintStream out) {
        var widths = new int[titles.size()];
        Stream.concat(Stream.of(titles), rows.stream()).forEach(row -> {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        out.println(line(titles, widths, right));
        rows.forEach(row -> out.println(line(row, widths, right)));
    }

    private static String line(List<String> cells, int[] widths, List<Integer> right) {
        var line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            var gap = " ".repeat(widths[i] - cells.get(i).length());
            line.append(right.contains(i) ? gap + cells.get(i) : cells.get(i) + gap)
                    .append("  ");
        }
        return line.toString().stripTrailing();
    }

    /** Lines that fit; all but the first begin with the margin. A word that is too long stays whole. */
    public static List<String> wrapped(String text, String margin) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (var word : text.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > WIDTH) {
                lines.add(line.toString().stripTrailing());
                line.setLength(0);
                line.append(margin).append(word);
            } else {
                line.append(line.isEmpty() ? "" : " ").append(word);
            }
        }
        lines.add(line.toString());
        return lines;
    }
}
