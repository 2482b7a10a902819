package dev.rollcall.model;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A removal is done: no ZenQMS user carries an external id any more that Rollcall had set. Said after it was read back.
 *
 * @param envelope names the run that removes the integration, never null there
 * @param cleared people whose external id was cleared
 * @param leftAlone people whose external id somebody else had changed meanwhile
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LinksCleared(Envelope envelope, long cleared, long leftAlone, Instant at) implements OutcomeMessage {

    public LinksCleared {
        Required.value(envelope, "envelope");
        Required.value(envelope.runId(), "envelope.runId");
    }

    @Override
    public String subject() {
        return "removal";
    }
}
