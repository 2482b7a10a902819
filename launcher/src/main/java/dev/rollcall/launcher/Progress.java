package dev.rollcall.launcher;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** What changes while one waits: on a terminal a line that is written over, elsewhere a line now and then. */
final class Progress {

    private static final Duration SELDOM = Duration.ofSeconds(5);
    /** A line that breaks can't be written over. */
    private static final int WIDTH = 79;

    private final PrintStream out;
    private final boolean terminal;
    private final InstantSource clock;
    private String shown = "";
    private Instant last = Instant.EPOCH;

    Progress(PrintStream out, boolean terminal, InstantSource clock) {
        this.out = out;
        this.terminal = terminal;
        this.clock = clock;
    }

    /** To standard output; the script sees to it that there is a console only where a terminal is. */
    static Progress here(PrintStream out) {
        return new Progress(out, System.console() != null, InstantSource.system());
    }

    void show(String line) {
        if (line.equals(shown)) {
            return;
        }
        if (terminal) {
            var cut = line.length() > WIDTH ? line.substring(0, WIDTH) : line;
            out.print("\r" + cut + " ".repeat(Math.max(0, Math.min(shown.length(), WIDTH) - cut.length())));
            out.flush();
        } else if (last.plus(SELDOM).isAfter(clock.instant())) {
            return;
        } else {
            out.println(line);
            last = clock.instant();
        }
        shown = line;
    }

    /** What comes next starts on a line of its own. */
    void end() {
        if (terminal && !shown.isEmpty()) {
            out.println();
            shown = "";
        }
    }
}
