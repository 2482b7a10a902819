package dev.rollcall.model;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * An administrator asks something of the workers about one person.
 *
 * @param action never null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SyncRequest(Envelope envelope, SubjectId subjectId, SyncAction action, Instant at) implements Message {

    public SyncRequest {
        Required.value(envelope, "envelope");
        Required.value(subjectId, "subjectId");
        action = action == null ? SyncAction.UNKNOWN : action;
    }

    @Override
    public String subject() {
        return subjectId.value();
    }
}
