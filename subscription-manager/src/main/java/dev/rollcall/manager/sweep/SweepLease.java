package dev.rollcall.manager.sweep;

import java.net.URI;
import java.time.Instant;

import dev.rollcall.manager.sweep.SweepPlanner.State;
import dev.rollcall.model.IntegrationId;

/**
 * An integration's sweep in our hands. Each write checks the token, so that whoever lost the lease changes nothing.
 *
 * @param feed the link on record; null when there is none
 * @param round null when none is under way
 * @param attempt how many times in a row it went wrong
 */
record SweepLease(IntegrationId integrationId, State state, URI feed, Round round, int attempt, String token) {

    /**
     * A round.
     *
     * @param from the link it began at
     * @param next the page to be read
     * @param since up to when the round before had read
     */
    record Round(URI from, URI next, Instant since, Instant begunAt) {

        boolean isAtItsStart() {
            return from.equals(next);
        }

        /** Links are capabilities at the directory, so they stay out of logs. */
        @Override
        public String toString() {
            return "Round[since=" + since + ", begunAt=" + begunAt + "]";
        }
    }

    @Override
    public String toString() {
        return "SweepLease[" + integrationId + ", " + round + "]";
    }
}
