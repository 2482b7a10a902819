package dev.rollcall.manager.run;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * How far a run is, and when it will be done; pure.
 *
 * @param percent 0 to 100; null while it is not known how many people there are
 * @param perMinute people per minute lately; null while that is not known
 * @param secondsLeft at that pace, never negative; null while it is not known how many people there are, or nothing goes on
 * @param eta the same as a time
 * @param note why it doesn't go on, or what is being waited for; null while it goes on
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Progress(Integer percent, Double perMinute, Long secondsLeft, Instant eta, String note) {

    /** Workers rest at most 15 s between attempts; a batch of theirs takes seconds. */
    static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Less says nothing of a pace. */
    private static final Duration SHORTEST = Duration.ofSeconds(5);

    /**
     * A mark on the way.
     *
     * @param at null where none was made yet
     */
    record Mark(Instant at, long done) {}

    /**
     * @param totalKnown whether everybody is read or asked for
     * @param older the mark that the pace is counted from
     * @param since when the run, or its last outcome, was
     * @param obstacle why nothing can go on; null where nothing is known of such
     */
    record Standing(long done, long total, boolean totalKnown, Mark older, Instant since, String obstacle) {}

    static Progress of(Standing run, Instant now) {
        var percent = run.totalKnown() ? percent(run) : null;
        var note = note(run, now);
        var perSecond = perSecond(run, now);
        if (!run.totalKnown() || note != null || perSecond == null || perSecond <= 0) {
            return new Progress(percent, note == null ? perMinute(perSecond) : null, null, null, note);
        }
        var left = (long) Math.ceil(Math.max(0, run.total() - run.done()) / perSecond);
        return new Progress(
                percent, perMinute(perSecond), left, now.plusSeconds(left).truncatedTo(ChronoUnit.SECONDS), null);
    }

    private static int percent(Standing run) {
        return run.total() == 0 ? 100 : (int) Math.clamp(100 * run.done() / run.total(), 0, 100);
    }

    private static Double perSecond(Standing run, Instant now) {
        var older = run.older();
        if (older == null || older.at() == null) {
            return null;
        }
        var over = Duration.between(older.at(), now);
        return over.compareTo(SHORTEST) < 0
                ? null
                : Double.valueOf(Math.max(0, run.done() - older.done()) * 1000.0 / over.toMillis());
    }

    private static Double perMinute(Double perSecond) {
        return perSecond == null ? null : Double.valueOf(Math.round(perSecond * 600) / 10.0);
    }

    private static String note(Standing run, Instant now) {
        if (run.obstacle() != null) {
            return run.obstacle();
        }
        if (run.done() < run.total() && run.since().plus(PATIENCE).isBefore(now)) {
            return "No outcome since " + run.since().truncatedTo(ChronoUnit.SECONDS)
                    + ": ZenQMS or the directory may rest after an outage or a throttle, or no user-sync-service runs."
                    + " Work waits and goes on by itself.";
        }
        return null;
    }
}
