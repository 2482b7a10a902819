package dev.rollcall.manager.integration;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import dev.rollcall.manager.integration.SweepViews.SweepView;
import dev.rollcall.model.IntegrationSettings.UserSync;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * An integration as the API shows it. Secrets never come back, nor does the address of its door.
 *
 * @param held people whom the brake holds, per reason; absent where there are none
 * @param clientStateRotation how far the replacement of the client state is, in one sentence; null when there is none
 * @param sweep how far behind the directory it may be; null before the first walk's end
 * @param nextRun one sentence when a run is about to begin by itself; null otherwise
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record IntegrationView(
        String id,
        String name,
        String state,
        long version,
        String problem,
        DirectoryView directory,
        ZenQmsView zenqms,
        String initialSync,
        UserSync settings,
        List<SubscriptionView> subscriptions,
        String clientStateRotation,
        SweepView sweep,
        LastRun lastRun,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Long> held,
        String nextRun,
        Instant created,
        Instant changed) {

    /**
     * @param accessVersion how many times access was given to the workers
     * @param tokenExpires when the token they hold ends; null before the first activation
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record DirectoryView(
            String kind,
            String tenantId,
            String authorizeUrl,
            String tokenUrl,
            String graphUrl,
            String clientId,
            long accessVersion,
            Instant tokenExpires) {}

    record ZenQmsView(String baseUrl, Map<String, String> wire) {}

    /**
     * @param problem what keeps it from being looked after now; null when nothing does
     * @param remark the last that happened to it; null when nothing of note did
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record SubscriptionView(String resource, String id, Instant expires, String problem, String remark) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record LastRun(String id, String state, String mode, Instant started, Instant ended, String problem) {}
}
