package dev.rollcall.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The faults one tenant or one account has before it: how late it answers, what becomes of the next calls, and
 * how long it is down. */
final class Switches {
    private static final class Planned {
        private final String operation;
        private final Fault fault;
        private int left;

        private Planned(int times, String operation, Fault fault) {
            this.left = times;
            this.operation = operation;
            this.fault = fault;
        }

        private boolean concerns(String asked) {
            return operation == null ? !EntraTokenEndpoint.OPERATION.equals(asked) : operation.equals(asked);
        }
    }

    private final InstantSource clock;
    private final List<Planned> planned = new ArrayList<>();
    private Duration latency = Duration.ZERO;
    private Fault.Refuse down;
    private Instant downUntil = Instant.MIN;

    Switches(InstantSource clock) {
        this.clock = clock;
    }

    synchronized void latency(Duration value) {
        latency = value;
    }

    synchronized Duration latency() {
        return latency;
    }

    /** How late an answer is now: not at all while it is down, for what stands in front of it refuses at once. */
    synchronized Duration lateBy() {
        return isDown() ? Duration.ZERO : latency;
    }

    /** Every call but for tokens is refused so from now on, until the time has passed. */
    synchronized void down(Duration howLong, Fault.Refuse refusal) {
        if (howLong.isNegative()) {
            throw new IllegalArgumentException("no negative times");
        }
        down = refusal;
        downUntil = clock.instant().plus(howLong);
    }

    /** How long it still is. */
    synchronized Duration downFor() {
        return isDown() ? Duration.between(clock.instant(), downUntil) : Duration.ZERO;
    }

    private boolean isDown() {
        return clock.instant().isBefore(downUntil);
    }

    /** @param operation as in {@link RecordedCall#operation()}; null for whatever comes but tokens */
    synchronized void plan(int times, String operation, Fault fault) {
        if (times > 0) {
            planned.add(new Planned(times, operation, fault));
        }
    }

    /** So many from now on, however many were planned before. */
    synchronized void replan(int times, Fault fault) {
        planned.removeIf(one -> one.operation == null && one.fault.equals(fault));
        plan(times, null, fault);
    }

    /** The fault of this call: one a call, in the order they were planned; none of these is used up while it is down. */
    synchronized Optional<Fault> next(String operation) {
        if (isDown() && !EntraTokenEndpoint.OPERATION.equals(operation)) {
            return Optional.of(down);
        }
        for (Iterator<Planned> all = planned.iterator(); all.hasNext(); ) {
            Planned one = all.next();
            if (one.concerns(operation)) {
                if (--one.left == 0) {
                    all.remove();
                }
                return Optional.of(one.fault);
            }
        }
        return Optional.empty();
    }

    /** How many calls still go wrong. */
    synchronized long pending() {
        return planned.stream().mapToLong(one -> one.left).sum();
    }

    synchronized void recover() {
        planned.clear();
        latency = Duration.ZERO;
        downUntil = Instant.MIN;
    }
}
