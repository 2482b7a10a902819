package dev.rollcall.manager.initialsync;

import java.time.Duration;
import java.util.Optional;

import dev.rollcall.directory.DirectoryException;
import dev.rollcall.manager.connection.TokenException;
import dev.rollcall.manager.run.RunPhase;

/** Decides what follows from a step that failed; pure. An outage is waited for, however long it takes. */
final class StepFailures {

    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    /** What a directory asks for is believed up to here. */
    private static final Duration LONGEST_ASKED = Duration.ofMinutes(15);

    /** A feed that is lost more often than this is lost for another reason. */
    private static final int MOST_RESTARTS = 5;

    private final Duration handshakePatience;

    StepFailures(Duration handshakePatience) {
        this.handshakePatience = handshakePatience;
    }

    /** @param inPhase how long the phase has lasted */
    Step of(DirectoryException failure, RunLease run, Duration inPhase) {
        return switch (failure) {
            case DirectoryException.Unavailable e ->
                new Step.Wait(asked(e.retryAfter(), run.attempt()), e.getMessage());
            case DirectoryException.FeedLost ignored -> walkAgain(run.restarts());
            case DirectoryException.AccessDenied e -> new Step.Stop(e.getMessage() + permissions(run.phase()));
            case DirectoryException.Rejected e -> rejected(e, run.phase(), run.attempt(), inPhase);
        };
    }

    Step of(TokenException failure, int attempt) {
        return switch (failure) {
            case TokenException.Refused e -> new Step.Stop(e.getMessage());
            case TokenException.Unavailable e -> new Step.Wait(backOff(attempt), e.getMessage());
        };
    }

    private static Step walkAgain(int restarts) {
        if (restarts >= MOST_RESTARTS) {
            return new Step.Stop("The directory lost its place in the list of people " + (restarts + 1)
                    + " times. Start another run later; if it stays so, ask Microsoft.");
        }
        return new Step.WalkAgain(
                backOff(restarts),
                "The directory lost its place in the list of people; it is read from the start again.");
    }

    private Step rejected(DirectoryException.Rejected e, RunPhase phase, int attempt, Duration inPhase) {
        if (phase == RunPhase.SUBSCRIBING && e.status() == 409 && inPhase.compareTo(handshakePatience) < 0) {
            return new Step.Wait(backOff(attempt), e.getMessage());
        }
        if (phase != RunPhase.SUBSCRIBING || e.status() != 400) {
            return new Step.Stop(e.getMessage());
        }
        if (inPhase.compareTo(handshakePatience) < 0) {
            return new Step.Wait(
                    backOff(attempt), "The directory could not confirm the notification address yet; tried again.");
        }
        return new Step.Stop(
                "The directory can't reach Rollcall's notification address. It must be reachable from the"
                        + " internet over https under rollcall.manager.public-url, and the ingress must run; then activate again.");
    }

    private static String permissions(RunPhase phase) {
        return phase == RunPhase.SUBSCRIBING || phase == RunPhase.WALKING
                ? " Grant User.Read.All, Group.Read.All and GroupMember.Read.All as application permissions, with admin"
                        + " consent, then start again."
                : "";
    }

    private static Duration asked(Optional<Duration> retryAfter, int attempt) {
        var wait = retryAfter.orElseGet(() -> backOff(attempt));
        return wait.compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : wait;
    }

    static Duration backOff(int attempt) {
        var wait = FIRST_WAIT.multipliedBy(1L << Math.min(attempt, 10));
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }
}
