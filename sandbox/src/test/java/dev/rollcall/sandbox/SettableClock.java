package dev.rollcall.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Time passes when the test says so. */
final class SettableClock implements InstantSource {
    private volatile Instant now = Instant.parse("2026-11-23T10:00:00Z");

    @Override
    public Instant instant() {
        return now;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }
}
