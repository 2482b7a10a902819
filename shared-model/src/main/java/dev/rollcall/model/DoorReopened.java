package dev.rollcall.model;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * The public door takes notifications again after it did not: whatever came meanwhile may be lost. One for each integration
 * whose door it is.
 *
 * @param since since when it was closed; null where it just started, and nobody knows
 * @param at when it took notifications again
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DoorReopened(Envelope envelope, Instant since, Instant at) implements Message {

    public DoorReopened {
        Required.value(envelope, "envelope");
    }

    @Override
    public String subject() {
        return "door";
    }
}
