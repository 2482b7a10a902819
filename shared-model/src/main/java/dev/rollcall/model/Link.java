package dev.rollcall.model;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * This person is that ZenQMS user. The topic is compacted, so it rebuilds a lost ledger.
 *
 * @param active whether the ZenQMS user is active, as last written or read
 * @param setByUs whether Rollcall set the external id; only such links are cleared on removal
 * @param sequence grows with each report on this person; a reader ignores a lower one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Link(
        Envelope envelope,
        SubjectId subjectId,
        ZenQmsUserId zenQmsUserId,
        boolean active,
        boolean setByUs,
        LinkOrigin origin,
        long sequence,
        Instant at)
        implements Message {

    public Link {
        Required.value(envelope, "envelope");
        Required.value(subjectId, "subjectId");
        Required.value(zenQmsUserId, "zenQmsUserId");
    }

    @Override
    public String subject() {
        return subjectId.value();
    }
}
