package dev.rollcall.model;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Look at this group again. The members name people to look at; their order says nothing, and one item may say added and
 * removed of the same id.
 *
 * @param groupId never null
 * @param changeType the vendor's own word, for the log only; null when it gave none
 * @param members ids of members named by the notification: people, nested groups or devices; never null
 * @param noticedAt when Rollcall received it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GroupNotice(
        Envelope envelope, GroupId groupId, String changeType, List<MemberChange> members, Instant noticedAt)
        implements Message {

    /**
     * One member named by a notification.
     *
     * @param id a person, a nested group or a device: Graph does not say which
     * @param removed what the notification said; a hint, not the truth
     */
    public record MemberChange(String id, boolean removed) {
        public MemberChange {
            Required.text(id, "member id");
        }
    }

    public GroupNotice {
        Required.value(envelope, "envelope");
        Required.value(groupId, "groupId");
        members = members == null ? List.of() : List.copyOf(members);
    }

    @Override
    public String subject() {
        return groupId.value();
    }
}
