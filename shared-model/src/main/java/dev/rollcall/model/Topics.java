package dev.rollcall.model;

import java.util.List;

/** Names of the Kafka topics. Created explicitly before any service starts; none is created by use. */
public final class Topics {

    /** Key integrationId/subjectId: {@link UserNotice}. */
    public static final String USER_NOTICES = "rollcall.directory.user-notices";

    /** Key integrationId/groupId: {@link GroupNotice}. */
    public static final String GROUP_NOTICES = "rollcall.directory.group-notices";

    /** Key integrationId/subscriptionId: {@link LifecycleNotice}; integrationId/door: {@link DoorReopened}. */
    public static final String LIFECYCLE_NOTICES = "rollcall.directory.lifecycle-notices";

    /** Key integrationId/subjectId, compacted: {@link Link}. */
    public static final String LINKS = "rollcall.directory.links";

    /** Key integrationId, compacted: {@link IntegrationSettings}. */
    public static final String SETTINGS = "rollcall.integration.settings";

    /** Key integrationId, compacted: {@link IntegrationAccess}. */
    public static final String ACCESS = "rollcall.integration.access";

    /** Key integrationId/batch: {@link InitialSyncMessage}. */
    public static final String INITIAL_BATCHES = "rollcall.sync.initial-batches";

    /** Key integrationId/subjectId: {@link SyncRequest}; integrationId/run: {@link RunCancelled}. */
    public static final String REQUESTS = "rollcall.sync.requests";

    /** Key integrationId/subjectId: {@link OutcomeMessage}. */
    public static final String OUTCOMES = "rollcall.sync.outcomes";

    /** Key integrationId/subjectId: {@link SyncPlan}. */
    public static final String PLANS = "rollcall.sync.plans";

    public static final String INGRESS_DEAD_LETTERS = "rollcall.notification-ingress.dead-letters";
    public static final String USER_SYNC_DEAD_LETTERS = "rollcall.user-sync-service.dead-letters";
    public static final String SUBSCRIPTION_MANAGER_DEAD_LETTERS = "rollcall.subscription-manager.dead-letters";

    /** Topics whose newest message per key is kept for good. */
    public static final List<String> COMPACTED = List.of(LINKS, SETTINGS, ACCESS);

    /** Every topic. */
    public static final List<String> ALL = List.of(
            USER_NOTICES,
            GROUP_NOTICES,
            LIFECYCLE_NOTICES,
            LINKS,
            SETTINGS,
            ACCESS,
            INITIAL_BATCHES,
            REQUESTS,
            OUTCOMES,
            PLANS,
            INGRESS_DEAD_LETTERS,
            USER_SYNC_DEAD_LETTERS,
            SUBSCRIPTION_MANAGER_DEAD_LETTERS);

    private Topics() {}
}
