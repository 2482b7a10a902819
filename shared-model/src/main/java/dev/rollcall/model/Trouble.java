package dev.rollcall.model;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Something stops a whole integration, not a person.
 *
 * @param accessVersion the version of the access that was refused, or that a removal is stuck with; 0 where that says nothing
 * @param detail one sentence for the administrator: what it means and what to do
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Trouble(Envelope envelope, TroubleKind kind, long accessVersion, String detail, Instant at)
        implements OutcomeMessage {

    public Trouble {
        Required.value(envelope, "envelope");
        kind = kind == null ? TroubleKind.UNKNOWN : kind;
    }

    @Override
    public String subject() {
        return "trouble";
    }
}
