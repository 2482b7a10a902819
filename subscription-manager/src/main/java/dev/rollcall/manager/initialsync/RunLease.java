package dev.rollcall.manager.initialsync;

import java.net.URI;
import java.time.Instant;
import java.util.Set;

import dev.rollcall.manager.run.RunPhase;
import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.Mode;
import dev.rollcall.model.PersonAttribute;
import dev.rollcall.model.RunId;

/**
 * A run in our hands. Each write checks the token, so that whoever lost the lease changes nothing.
 *
 * @param attempt how many times in a row this step had to wait already
 * @param restarts how many times the walk began again
 * @param nextLink where the walk goes on; null at its start
 * @param attributes what the walk reads of people besides: those that its first page was asked with
 */
record RunLease(
        RunId runId,
        IntegrationId integrationId,
        Mode mode,
        RunPhase phase,
        Instant phaseSince,
        int attempt,
        int restarts,
        URI nextLink,
        Set<PersonAttribute> attributes,
        String token) {

    /** The link is a capability at the directory, so it stays out of logs. */
    @Override
    public String toString() {
        return "RunLease[" + runId + ", " + phase + "]";
    }
}
