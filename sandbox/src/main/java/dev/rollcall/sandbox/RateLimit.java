package dev.rollcall.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;

/** So many calls within any second; refused ones don't count. */
final class RateLimit {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final InstantSource clock;
    private final Deque<Instant> taken = new ArrayDeque<>();
    private int perSecond;

    RateLimit(InstantSource clock) {
        this.clock = clock;
    }

    /** 0 for no limit. */
    synchronized void perSecond(int calls) {
        if (calls < 0) {
            throw new IllegalArgumentException("a rate limit from 0, not " + calls);
        }
        perSecond = calls;
    }

    synchronized int perSecond() {
        return perSecond;
    }

    synchronized boolean take() {
        if (perSecond == 0) {
            return true;
        }
        Instant now = clock.instant();
        while (!taken.isEmpty() && !taken.peek().isAfter(now.minus(SECOND))) {
            taken.poll();
        }
        return taken.size() < perSecond && taken.add(now);
    }
}
