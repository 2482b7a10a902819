package dev.rollcall.sandbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The faults one tenant or one account has before it: how late it answers, and what becomes of the next calls. */
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

    private final List<Planned> planned = new ArrayList<>();
    private Duration latency = Duration.ZERO;

    synchronized void latency(Duration value) {
        latency = value;
    }

    synchronized Duration latency() {
        return latency;
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

    /** The fault of this call: one a call, in the order they were planned. */
    synchronized Optional<Fault> next(String operation) {
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
    }
}
