package dev.rollcall.model;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * An administrator cancelled a run: whoever only that run asked for is left alone. Whoever is being worked on at this moment
 * is finished, and what the run sent before but arrives later is passed over.
 *
 * @param envelope names the run, never null there
 * @param at when it was cancelled
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunCancelled(Envelope envelope, Instant at) implements Message {

    public RunCancelled {
        Required.value(envelope, "envelope");
        Required.value(envelope.runId(), "envelope.runId");
    }

    @Override
    public String subject() {
        return envelope.runId().value();
    }
}
