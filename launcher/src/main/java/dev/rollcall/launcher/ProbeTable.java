package dev.rollcall.launcher;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.rollcall.diagnosis.Check;

/** Checks as a table that fits a terminal. */
final class ProbeTable {

    private static final int WIDTH = 118;
    private static final Map<String, String> SIDES = new LinkedHashMap<>();

    static {
        SIDES.put("directory", "Microsoft Entra ID");
        SIDES.put("endpoint", "Notification address");
        SIDES.put("zenqms", "ZenQMS");
        SIDES.put("wire", "ZenQMS's wire: what its documentation leaves open");
    }

    private ProbeTable() {}

    static void print(List<Check> checks, PrintStream out) {
        var widest = checks.stream().mapToInt(c -> c.title().length()).max().orElse(0);
        var margin = " ".repeat(9 + widest + 2);
        SIDES.forEach((side, heading) -> {
            var own = checks.stream().filter(c -> c.id().startsWith(side + ".")).toList();
            if (own.isEmpty()) {
                return;
            }
            out.println();
            out.println(heading);
            for (var check : own.subList(0, own.size() - waiting(own))) {
                var lines = wrapped(check.seen(), WIDTH - margin.length());
                out.println(word(check.status())
                        + check.title()
                        + " ".repeat(widest - check.title().length() + 2)
                        + lines.getFirst());
                lines.stream().skip(1).forEach(line -> out.println(margin + line));
                if (check.todo() != null) {
                    wrapped("> " + check.todo(), WIDTH - margin.length()).forEach(line -> out.println(margin + line));
                }
            }
            if (waiting(own) > 0) {
                out.println(word(Check.Status.NOT_CHECKED)
                        + waiting(own) + (waiting(own) == own.size() ? "" : " more") + ": "
                        + own.getLast().seen());
            }
        });
        out.println();
    }

    /** How many at the end wait for one and the same: each on a line of its own would hide what failed. */
    private static int waiting(List<Check> side) {
        var last = side.getLast();
        if (last.status() != Check.Status.NOT_CHECKED || last.todo() != null) {
            return 0;
        }
        int same = 0;
        while (same < side.size()
                && side.get(side.size() - 1 - same).status() == Check.Status.NOT_CHECKED
                && side.get(side.size() - 1 - same).seen().equals(last.seen())) {
            same++;
        }
        return same > 2 ? same : 0;
    }

    static void summary(List<Check> checks, PrintStream out) {
        var failed = checks.stream().filter(Check::hasFailed).map(Check::title).toList();
        var open = checks.stream()
                .filter(c -> c.status() == Check.Status.OPEN)
                .map(Check::title)
                .toList();
        var unseen = checks.stream()
                .filter(c -> c.status() == Check.Status.NOT_CHECKED)
                .map(Check::title)
                .toList();
        if (!open.isEmpty()) {
            wrapped("Still open: " + String.join("; ", open) + ".", WIDTH).forEach(out::println);
        }
        // Beside failures these mostly wait for them.
        if (!unseen.isEmpty() && failed.isEmpty()) {
            wrapped("Not checked: " + String.join("; ", unseen) + ".", WIDTH).forEach(out::println);
        }
        wrapped(
                        failed.isEmpty()
                                ? "No check failed."
                                : failed.size() + (failed.size() == 1 ? " check" : " checks") + " failed: "
                                        + String.join("; ", failed) + ".",
                        WIDTH)
                .forEach(out::println);
    }

    private static String word(Check.Status status) {
        return switch (status) {
            case OK -> "ok       ";
            case FAILED -> "FAILED   ";
            case NOT_CHECKED -> "-        ";
            case ANSWERED -> "answered ";
            case OPEN -> "open     ";
        };
    }

    static List<String> wrapped(String text, int width) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (var word : text.split(" ")) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
                line.append(text.startsWith("> ") ? "  " : "");
            } else if (!line.isEmpty()) {
                line.append(' ');
            }
            line.append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
