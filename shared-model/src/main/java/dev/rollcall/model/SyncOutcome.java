package dev.rollcall.model;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What became of one person.
 *
 * @param sequence grows with each report on this person; a reader ignores a lower or equal one
 * @param at when it was decided and recorded
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SyncOutcome(Envelope envelope, SubjectId subjectId, long sequence, Outcome outcome, Instant at)
        implements OutcomeMessage {

    public SyncOutcome {
        Required.value(envelope, "envelope");
        Required.value(subjectId, "subjectId");
        Required.value(outcome, "outcome");
    }

    @Override
    public String subject() {
        return subjectId.value();
    }
}
