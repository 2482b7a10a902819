package dev.rollcall.model;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * What travels on a topic: the value is this record as plain JSON, and the record's CloudEvents 1.0 attributes stand in
 * {@code ce_*} headers (binary mode). Readers tolerate unknown fields and unknown enum values.
 */
public sealed interface Message
        permits UserNotice,
                GroupNotice,
                LifecycleNotice,
                DoorReopened,
                Link,
                IntegrationSettings,
                IntegrationAccess,
                InitialSyncMessage,
                SyncRequest,
                RunCancelled,
                OutcomeMessage,
                SyncPlan,
                DeadLetter {

    /** Where the message belongs and why it exists. */
    Envelope envelope();

    /** What it is about within the integration: a person, a group, a batch; null where it is about the whole. */
    @JsonIgnore
    String subject();

    /** The Kafka key. Messages with one key keep their order. */
    @JsonIgnore
    default String key() {
        var integration = envelope().integrationId().value();
        return subject() == null ? integration : integration + "/" + subject();
    }
}
