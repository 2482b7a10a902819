package dev.rollcall.manager.run;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import dev.rollcall.model.IntegrationState;

/** Says why somebody has no outcome yet; pure. */
final class WaitingPlanner {

    private static final Duration SOON = Duration.ofMinutes(1);

    private WaitingPlanner() {}

    /**
     * What is known of an integration.
     *
     * @param problem what is wrong and what to do; null when nothing is
     * @param tokenExpires when the directory token that workers hold ends; null before the first
     */
    record Circumstances(IntegrationState state, String problem, Instant tokenExpires) {}

    /**
     * Why nothing can be worked on at all.
     *
     * @return one or two sentences; null when nothing is in the way
     */
    static String obstacle(Circumstances integration, Instant now) {
        return switch (integration.state()) {
            case PAUSED -> "The integration is paused: resume it, and this is worked on.";
            case NEEDS_AUTHORIZATION -> "The integration needs authorization." + also(integration.problem());
            case DRAFT -> "The integration is not active yet.";
            case REMOVING, REMOVED -> "The integration was removed: nothing is synchronised any more.";
            case UNKNOWN -> "The integration is in a state of a newer version.";
            case ACTIVE ->
                integration.tokenExpires() != null && integration.tokenExpires().isBefore(now)
                        ? "The directory token ended at " + second(integration.tokenExpires())
                                + "; work rests until there is a new one." + also(integration.problem())
                        : null;
        };
    }

    /**
     * @param since when it arrived
     * @param held since when the brake holds the person; null when it doesn't
     */
    static String why(Circumstances integration, Instant since, Instant held, Instant now) {
        var obstacle = obstacle(integration, now);
        if (obstacle != null) {
            return obstacle;
        }
        var queue = "In the queue since " + second(since) + ".";
        if (held != null) {
            return queue + " At the last look, at " + second(held) + ", the brake held this person.";
        }
        if (integration.problem() != null) {
            return queue + also(integration.problem());
        }
        return Duration.between(since, now).compareTo(SOON) < 0
                ? queue
                : queue
                        + " Workers take live changes first. If this takes long, ZenQMS or the directory may rest after an"
                        + " outage or a throttle, a newcomer may be looked at again after 30 s, 2 and 10 min, or no"
                        + " user-sync-service runs.";
    }

    private static String also(String problem) {
        return problem == null ? "" : " " + problem;
    }

    private static Instant second(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS);
    }
}
