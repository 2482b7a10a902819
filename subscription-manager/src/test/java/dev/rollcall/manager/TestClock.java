package dev.rollcall.manager;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;

/** The application's clock in tests: the system's, put forward by as much as a test wants. */
@Alternative
@Priority(1)
@Singleton
public class TestClock implements InstantSource {

    private static volatile Duration ahead = Duration.ZERO;

    static void putForward(Duration by) {
        ahead = ahead.plus(by);
    }

    static void reset() {
        ahead = Duration.ZERO;
    }

    static Instant now() {
        return Instant.now().plus(ahead);
    }

    @Override
    public Instant instant() {
        return now();
    }
}
