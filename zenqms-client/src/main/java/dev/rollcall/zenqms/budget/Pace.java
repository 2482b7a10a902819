package dev.rollcall.zenqms.budget;

import java.time.Duration;
import java.time.Instant;

/**
 * How fast ZenQMS is asked at the moment. What its limit is, nobody says, so it is found out as TCP finds out a line's: twice as
 * fast each second while that goes well; half as fast when ZenQMS asks for it, and from there on by small steps.
 *
 * @param requestsPerSecond by all replicas together
 * @param gentleFrom above this it rises by small steps only: there ZenQMS asked us to slow down before
 * @param usualMillis how long an answer takes when ZenQMS is well; 0 while unknown
 * @param changedAt when the speed changed
 * @param loweredAt when it was lowered
 */
record Pace(double requestsPerSecond, double gentleFrom, double usualMillis, Instant changedAt, Instant loweredAt) {

    /** Calls that were under way when the speed changed say nothing new. */
    private static final Duration STEP = Duration.ofSeconds(1);
    /** Places at a time while the speed is {@link #BEGIN}; they grow with it. */
    static final int PLACES_AT_BEGIN = 4;

    static final double BEGIN = 5;
    private static final double LEAST = 1;
    /** From half the ceiling to the ceiling in 25 seconds. */
    private static final double GENTLE_STEPS = 50;
    /** A machine's hiccups are no slowdown. */
    private static final double HICCUP_MILLIS = 250;

    static Pace begin(double requestsPerSecond, Instant now) {
        return new Pace(requestsPerSecond, Double.MAX_VALUE, 0, now, Instant.EPOCH);
    }

    /** The pace after a replica told what it saw. */
    Pace after(Observed seen, Ceiling ceiling, Instant now) {
        var settled = !now.isBefore(changedAt.plus(STEP));
        var mayLower = !now.isBefore(loweredAt.plus(STEP));
        var usual = usualMillis(seen);
        var next = requestsPerSecond;
        var gentle = gentleFrom;
        if (seen.slowDown() && mayLower) {
            next = requestsPerSecond / 2;
            gentle = next;
        } else if (seen.isOutage() && mayLower && requestsPerSecond > BEGIN) {
            // Who comes back after an outage is not met with everything at once, but soon.
            next = BEGIN;
            gentle = Math.max(BEGIN, requestsPerSecond / 2);
        } else if (isSlow(seen)) {
            next = mayLower ? Math.max(Math.min(BEGIN, requestsPerSecond), requestsPerSecond * 0.9) : requestsPerSecond;
        } else if (settled && seen.answered() > 0 && seen.scarce() && seen.troubles() == 0 && !seen.slowDown()) {
            next = requestsPerSecond < gentle
                    ? Math.min(requestsPerSecond * 2, Math.max(gentle, requestsPerSecond))
                    : requestsPerSecond + ceiling.requestsPerSecond() / GENTLE_STEPS;
        }
        next = Math.min(ceiling.requestsPerSecond(), Math.max(LEAST, next));
        return new Pace(
                next,
                gentle,
                usual,
                next == requestsPerSecond ? changedAt : now,
                next < requestsPerSecond ? now : loweredAt);
    }

    private boolean isSlow(Observed seen) {
        return usualMillis > 0 && seen.answered() > 0 && seen.meanMillis() > 2 * usualMillis + HICCUP_MILLIS;
    }

    /** The quickest so far; it gives way slowly, so that a ZenQMS that became slower for good is not slow for ever. */
    private double usualMillis(Observed seen) {
        if (seen.answered() == 0) {
            return usualMillis;
        }
        return usualMillis == 0 ? seen.meanMillis() : Math.min(seen.meanMillis(), usualMillis * 1.01 + 0.1);
    }

    /** How many calls may be open: as many as asking faster needs, at most the ceiling. */
    int places(Ceiling ceiling) {
        var needed = (int) Math.ceil(PLACES_AT_BEGIN * requestsPerSecond / BEGIN);
        return Math.min(ceiling.atATime(), Math.max(PLACES_AT_BEGIN, needed));
    }
}
