package dev.rollcall.manager.sweep;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import dev.rollcall.manager.integration.CatchUpCause;

/**
 * Decides whether the change feed is read, and what from; pure.
 *
 * @see <a href="https://learn.microsoft.com/graph/delta-query-overview">delta query</a>: a link is good for seven days
 */
final class SweepPlanner {

    /** A day less than the directory remembers, as the last page of a sweep must still be read in time. */
    private static final Duration REMEMBERED = Duration.ofDays(6);

    /** Reading everybody costs much: not more often than this because of a feed that is lost time and again. */
    private static final Duration BETWEEN_FULL = Duration.ofHours(1);

    private SweepPlanner() {}

    /**
     * What is known of an integration.
     *
     * @param active whether anything is read of it at all
     * @param wanted why a sweep is wanted at once; null when it isn't
     * @param dueAt when the next is due; null as long as no walk has shown where the feed goes on from
     * @param takenAt up to when the link on record has read; null when there is none
     * @param roundBegunAt when the round under way began; null when there is none
     * @param walkComing whether everybody is read soon, or just now
     * @param fullAt when reading everybody was last asked for; null for never
     */
    record State(
            boolean active,
            CatchUpCause wanted,
            Instant dueAt,
            Instant takenAt,
            Instant roundBegunAt,
            boolean walkComing,
            Instant fullAt) {}

    /** What to do now. */
    sealed interface Plan {

        record Rest() implements Plan {}

        /** The round under way has another page. */
        record GoOn() implements Plan {}

        /** A round begins at the link on record. */
        record Sweep(CatchUpCause cause) implements Plan {}

        /** @param why one sentence for the administrator */
        record ReadEverybody(String why) implements Plan {}
    }

    static Plan plan(State s, Instant now) {
        if (!s.active()) {
            return new Plan.Rest();
        }
        if (s.roundBegunAt() != null && isRemembered(s.roundBegunAt(), now)) {
            return new Plan.GoOn();
        }
        if (s.takenAt() == null) {
            return s.dueAt() == null
                    ? new Plan.Rest()
                    : readEverybody(s, now, "the place in the directory's change feed was lost");
        }
        if (s.wanted() == null && (s.dueAt() == null || now.isBefore(s.dueAt()))) {
            return new Plan.Rest();
        }
        if (!isRemembered(s.takenAt(), now)) {
            return readEverybody(
                    s,
                    now,
                    "changes were last read "
                            + Duration.between(s.takenAt(), now).toDays()
                            + " days ago, and the directory remembers them for seven");
        }
        return new Plan.Sweep(s.wanted() == null ? CatchUpCause.PERIOD : s.wanted());
    }

    /**
     * The directory does not know the link on record any more.
     *
     * @return when everybody may be read at the earliest; empty for at once
     */
    static Optional<Instant> notBefore(Instant fullAt, Instant now) {
        return Optional.ofNullable(fullAt).map(at -> at.plus(BETWEEN_FULL)).filter(now::isBefore);
    }

    private static Plan readEverybody(State s, Instant now, String why) {
        return s.walkComing() || notBefore(s.fullAt(), now).isPresent()
                ? new Plan.Rest()
                : new Plan.ReadEverybody("Everybody is read again: " + why + ".");
    }

    private static boolean isRemembered(Instant at, Instant now) {
        return at.plus(REMEMBERED).isAfter(now);
    }

    /**
     * When the next is due after one that began now: integrations that were activated together drift apart, by up to a tenth
     * in either direction, each always by the same.
     */
    static Instant next(Instant begun, Duration every, String integration) {
        var tenth = every.toMillis() / 10;
        return begun.plus(every).plusMillis(tenth == 0 ? 0 : Math.floorMod(integration.hashCode(), 2 * tenth) - tenth);
    }
}
