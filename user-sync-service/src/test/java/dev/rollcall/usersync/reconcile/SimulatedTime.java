package dev.rollcall.usersync.reconcile;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import dev.rollcall.usersync.work.Ticker;

/** One time for processes, database and APIs. It passes only when the simulation says so. */
final class SimulatedTime extends Clock implements Ticker {

    private final SimulatedDatabase database;
    private final List<Due> due = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private record Due(Instant at, Runnable what) {}

    SimulatedTime(SimulatedDatabase database) {
        this.database = database;
        database.setTime(now);
    }

    /** What is due until then happens on the way. */
    void pass(Duration time) {
        var until = now.plus(time);
        for (var next = nextDue(until); next != null; next = nextDue(until)) {
            due.remove(next);
            set(next.at.isBefore(now) ? now : next.at);
            next.what.run();
        }
        set(until);
    }

    void at(Instant at, Runnable what) {
        due.add(new Due(at, what));
    }

    private Due nextDue(Instant until) {
        return due.stream()
                .filter(one -> !one.at.isAfter(until))
                .min(Comparator.comparing(Due::at))
                .orElse(null);
    }

    private void set(Instant to) {
        now = to;
        database.setTime(now);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public long nanos() {
        return Duration.between(Instant.EPOCH, now).toNanos();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
