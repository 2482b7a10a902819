package dev.rollcall.ingress;

import java.util.Map;

import dev.rollcall.model.IntegrationId;

/** What a POST is answered with. */
sealed interface GraphAnswer {

    /**
     * 202: stored, or dropped on purpose; the sender is not told which.
     *
     * @param integrationId null when the sender named no integration that exists
     */
    record Taken(IntegrationId integrationId, Map<ItemOutcome, Integer> items) implements GraphAnswer {}

    record Refused(Rejected why) implements GraphAnswer {}
}
