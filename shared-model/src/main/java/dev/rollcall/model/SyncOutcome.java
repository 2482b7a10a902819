package dev.rollcall.model;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What became of one person.
 *
 * @param sequence grows with each report on this person; a reader ignores a lower or equal one
 * @param at when it was decided and recorded
 * @param noticedAt the newest notice that this answers, by {@link UserNotice#noticedAt()}: those of the person that are not
 *     later are answered, too; null where no notice was behind it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SyncOutcome(
        Envelope envelope, SubjectId subjectId, long sequence, Outcome outcome, Instant at, Instant noticedAt)
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
