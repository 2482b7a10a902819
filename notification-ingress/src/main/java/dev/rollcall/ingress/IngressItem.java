package dev.rollcall.ingress;

import java.util.List;

import dev.rollcall.model.GroupId;
import dev.rollcall.model.GroupNotice.MemberChange;
import dev.rollcall.model.SubjectId;

/** One item of a notification POST, as it was understood. */
sealed interface IngressItem {

    /** @param changeType the sender's word, for the log; null without one */
    record UserChanged(SubjectId subjectId, String changeType) implements IngressItem {}

    /**
     * @param changeType the sender's word, for the log; null without one
     * @param members the members whose id could be read
     * @param membersReadable false when some of what stands for members could not be read
     */
    record GroupChanged(GroupId groupId, String changeType, List<MemberChange> members, boolean membersReadable)
            implements IngressItem {}

    /** About a subscription itself. */
    record Lifecycle(String subscriptionId, String lifecycleEvent) implements IngressItem {}

    /** The message that Graph sends through an event hub to try the way out; it is about nobody. */
    record Validation() implements IngressItem {}

    /** @param reason one constant sentence */
    record Unreadable(String reason) implements IngressItem {}
}
