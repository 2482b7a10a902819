package dev.rollcall.model;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Look at this person again. It never says what to do: Graph sends {@code updated} for a creation, an edit and a soft
 * delete alike.
 *
 * @param subjectId never null
 * @param changeType the vendor's own word, for the log only; null when it gave none
 * @param noticedAt when Rollcall received it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record UserNotice(Envelope envelope, SubjectId subjectId, String changeType, Instant noticedAt)
        implements Message {

    public UserNotice {
        Required.value(envelope, "envelope");
        Required.value(subjectId, "subjectId");
    }

    @Override
    public String subject() {
        return subjectId.value();
    }
}
