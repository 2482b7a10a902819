package dev.rollcall.manager.sweep;

import java.time.Duration;

import dev.rollcall.directory.DirectoryException;

/** Decides what follows from a page that could not be read; pure. An outage is waited for, however long it takes. */
final class SweepFailures {

    private static final Duration FIRST_WAIT = Duration.ofSeconds(2);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
    /** What a directory asks for is believed up to here. */
    private static final Duration LONGEST_ASKED = Duration.ofMinutes(15);

    private SweepFailures() {}

    /** What follows. */
    sealed interface Failure {

        /** @param sentence for the administrator */
        record Wait(Duration how, String sentence) implements Failure {}

        /** The link leads nowhere any more. */
        record Lost() implements Failure {}
    }

    static Failure of(DirectoryException failure, int attempt) {
        return switch (failure) {
            case DirectoryException.Unavailable e ->
                new Failure.Wait(
                        e.retryAfter()
                                .map(asked -> asked.compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : asked)
                                .orElseGet(() -> backOff(attempt)),
                        e.getMessage());
            case DirectoryException.FeedLost ignored -> new Failure.Lost();
            case DirectoryException.AccessDenied e ->
                new Failure.Wait(
                        LONGEST_WAIT,
                        e.getMessage()
                                + " Without User.Read.All as an application permission, changes can't be looked for.");
            // A link is the directory's own: one that it refuses, or that leads to where Graph was before, is worth
            // nothing.
            case DirectoryException.Rejected ignored -> new Failure.Lost();
        };
    }

    static Duration backOff(int attempt) {
        var wait = FIRST_WAIT.multipliedBy(1L << Math.min(attempt, 10));
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }
}
