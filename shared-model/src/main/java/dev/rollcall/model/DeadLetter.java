package dev.rollcall.model;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * An item a service could not read. Everything else that goes wrong is a state of a work row.
 *
 * @param reason one sentence: what was wrong with the item
 * @param item the item as received, as text, secrets masked; at most 64 KiB of it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DeadLetter(Envelope envelope, String reason, String item, Instant receivedAt) implements Message {

    public DeadLetter {
        Required.value(envelope, "envelope");
        Required.text(reason, "reason");
    }

    @Override
    public String subject() {
        return null;
    }

    @Override
    public String toString() {
        return "DeadLetter[" + envelope.integrationId() + ", " + reason + "]";
    }
}
