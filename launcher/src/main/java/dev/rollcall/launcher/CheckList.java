package dev.rollcall.launcher;

import java.io.PrintStream;
import java.util.List;

/** The checks, each with its result. */
final class CheckList {

    /** Beyond these, more of the same says nothing new. */
    private static final int MOST_FINDINGS = 20;

    private CheckList() {}

    /** Returns whether all hold. */
    static boolean print(List<Check> checks, PrintStream out) {
        var widest =
                checks.stream().mapToInt(check -> check.rule().length()).max().orElse(0);
        for (var check : checks) {
            var gap = " ".repeat(widest - check.rule().length() + 2);
            out.println(((check.holds() ? "ok     " : "WRONG  ") + check.rule() + gap + check.scope()).stripTrailing());
            check.findings().stream().limit(MOST_FINDINGS).forEach(finding -> out.println("         " + finding));
            if (check.findings().size() > MOST_FINDINGS) {
                out.println("         and " + (check.findings().size() - MOST_FINDINGS) + " more");
            }
        }
        var wrong = checks.stream().filter(check -> !check.holds()).count();
        out.println();
        out.println(
                wrong == 0
                        ? "All " + checks.size() + " checks hold."
                        : wrong + " of " + checks.size() + " checks failed.");
        return wrong == 0;
    }
}
