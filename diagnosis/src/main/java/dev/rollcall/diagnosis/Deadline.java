package dev.rollcall.diagnosis;

import java.time.Duration;

/** When a connection test must be over. */
final class Deadline {

    private final long end;

    private Deadline(long end) {
        this.end = end;
    }

    static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** What is left, at most so much; zero when time is up. */
    Duration left(Duration most) {
        var left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
        return left.compareTo(most) < 0 ? left : most;
    }
}
