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

    private final Duration handshakePatience;

    StepFailures(Duration handshakePatience) {
        this.handshakePatience = handshakePatience;
    }

    /**
     * @param attempt how many times in a row this phase had to wait already
     * @param inPhase how long the phase has lasted
     */
    Step of(DirectoryException failure, RunPhase phase, int attempt, Duration inPhase) {
        return switch (failure) {
            case DirectoryException.Unavailable e -> new Step.Wait(asked(e.retryAfter(), attempt), e.getMessage());
            case DirectoryException.FeedLost ignored -> new Step.WalkAgain();
            case DirectoryException.AccessDenied e -> new Step.Stop(e.getMessage() + permissions(phase));
            case DirectoryException.Rejected e -> rejected(e, phase, attempt, inPhase);
        };
    }

    Step of(TokenException failure, int attempt) {
        return switch (failure) {
            case TokenException.Refused e -> new Step.Stop(e.getMessage());
            case TokenException.Unavailable e -> new Step.Wait(backOff(attempt), e.getMessage());
        };
    }

    private Step rejected(DirectoryException.Rejected e, RunPhase phase, int attempt, Duration inPhase) {
        var handshake = phase == RunPhase.SUBSCRIBING && (e.status() == 400 || e.status() == 409);
        if (!handshake) {
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
