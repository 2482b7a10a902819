package dev.rollcall.launcher;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Tells what happens as it happens, with the minutes and seconds since the beginning. May be used from any thread. */
final class Timeline {

    private final PrintStream out;
    private final InstantSource clock;
    private final Instant began;

    Timeline(PrintStream out, InstantSource clock) {
        this.out = out;
        this.clock = clock;
        this.began = clock.instant();
    }

    synchronized void say(String what) {
        var since = Duration.between(began, clock.instant());
        out.printf("  %2d:%02d  %s%n", since.toMinutes(), since.toSecondsPart(), what);
        out.flush();
    }
}
