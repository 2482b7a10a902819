package dev.rollcall.model;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What would become of one person, decided by the same code that acts.
 *
 * @param sequence grows with each plan for this person
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SyncPlan(Envelope envelope, SubjectId subjectId, long sequence, Outcome outcome, Instant at)
        implements Message {

    public SyncPlan {
        Required.value(envelope, "envelope");
        Required.value(subjectId, "subjectId");
        Required.value(outcome, "outcome");
    }

    @Override
    public String subject() {
        return subjectId.value();
    }
}
