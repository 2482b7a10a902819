package dev.rollcall.model;

import java.util.Arrays;
import java.util.Optional;

/** The {@code ce_type} of each message. The type carries the version; a breaking change is a new type. */
public enum MessageType {
    USER_NOTICE("rollcall.directory.user-notice.v1", UserNotice.class, Topics.USER_NOTICES),
    GROUP_NOTICE("rollcall.directory.group-notice.v1", GroupNotice.class, Topics.GROUP_NOTICES),
    LIFECYCLE_NOTICE("rollcall.directory.lifecycle-notice.v1", LifecycleNotice.class, Topics.LIFECYCLE_NOTICES),
    DOOR_REOPENED("rollcall.directory.door-reopened.v1", DoorReopened.class, Topics.LIFECYCLE_NOTICES),
    LINK("rollcall.directory.link.v1", Link.class, Topics.LINKS),
    SETTINGS("rollcall.integration.settings.v1", IntegrationSettings.class, Topics.SETTINGS),
    ACCESS("rollcall.integration.access.v1", IntegrationAccess.class, Topics.ACCESS),
    INITIAL_BATCH("rollcall.sync.initial-batch.v1", InitialBatch.class, Topics.INITIAL_BATCHES),
    WALK_CLOSED("rollcall.sync.walk-closed.v1", WalkClosed.class, Topics.INITIAL_BATCHES),
    REQUEST("rollcall.sync.request.v1", SyncRequest.class, Topics.REQUESTS),
    RUN_CANCELLED("rollcall.sync.run-cancelled.v1", RunCancelled.class, Topics.REQUESTS),
    OUTCOME("rollcall.sync.outcome.v1", SyncOutcome.class, Topics.OUTCOMES),
    TROUBLE("rollcall.sync.trouble.v1", Trouble.class, Topics.OUTCOMES),
    LINKS_CLEARED("rollcall.sync.links-cleared.v1", LinksCleared.class, Topics.OUTCOMES),
    PLAN("rollcall.sync.plan.v1", SyncPlan.class, Topics.PLANS),
    INGRESS_DEAD_LETTER("rollcall.notification-ingress.dead-letter.v1", DeadLetter.class, Topics.INGRESS_DEAD_LETTERS);

    private final String ceType;
    private final Class<? extends Message> messageClass;
    private final String topic;

    MessageType(String ceType, Class<? extends Message> messageClass, String topic) {
        this.ceType = ceType;
        this.messageClass = messageClass;
        this.topic = topic;
    }

    /** The value of the header {@code ce_type}. */
    public String ceType() {
        return ceType;
    }

    public Class<? extends Message> messageClass() {
        return messageClass;
    }

    /** The one topic that messages of this type travel on. */
    public String topic() {
        return topic;
    }

    /** The type that a message is published as. */
    public static MessageType of(Message message) {
        return switch (message) {
            case UserNotice ignored -> USER_NOTICE;
            case GroupNotice ignored -> GROUP_NOTICE;
            case LifecycleNotice ignored -> LIFECYCLE_NOTICE;
            case DoorReopened ignored -> DOOR_REOPENED;
            case Link ignored -> LINK;
            case IntegrationSettings ignored -> SETTINGS;
            case IntegrationAccess ignored -> ACCESS;
            case InitialBatch ignored -> INITIAL_BATCH;
            case WalkClosed ignored -> WALK_CLOSED;
            case SyncRequest ignored -> REQUEST;
            case RunCancelled ignored -> RUN_CANCELLED;
            case SyncOutcome ignored -> OUTCOME;
            case Trouble ignored -> TROUBLE;
            case LinksCleared ignored -> LINKS_CLEARED;
            case SyncPlan ignored -> PLAN;
            case DeadLetter ignored -> INGRESS_DEAD_LETTER;
        };
    }

    /** Empty for a type this version does not know: the reader passes it over. */
    public static Optional<MessageType> of(String ceType) {
        return Arrays.stream(values()).filter(t -> t.ceType.equals(ceType)).findFirst();
    }
}
