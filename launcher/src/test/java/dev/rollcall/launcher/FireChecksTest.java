package dev.rollcall.launcher;

import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A judge that finds nothing proves nothing: each rule is broken once. */
class FireChecksTest {

    private final ObjectNode run = JsonApi.JSON
            .createObjectNode()
            .put("state", "SUCCEEDED_WITH_SKIPS")
            .put("total", 2)
            .put("done", 2);
    private final ObjectNode directory = JsonApi.JSON.createObjectNode();
    private final ObjectNode zenQms = JsonApi.JSON.createObjectNode();

    @Test
    void findsNothingWhereAllIsRight() {
        // Given
        var outcomes = List.of(outcome("ada", "CREATED"), outcome("bo", "CREATED"), outcome("ada", "UPDATED"));

        // When
        var checks = checks(outcomes, List.of(), Set.of("gone"));

        // Then
        assertThat(checks).allMatch(Check::holds);
    }

    @Test
    void findsARunThatFailedAndSaysWhy() {
        // Given
        run.put("state", "FAILED").put("problem", "The walk broke off.");

        // When
        var checks = checks(List.of(), List.of(), Set.of());

        // Then
        assertThat(broken(checks)).singleElement().asString().contains("The walk broke off.");
    }

    @Test
    void findsThatSomebodyOfTheFirstSyncHasNoOutcome() {
        // Given
        run.put("done", 1);

        // When
        var checks = checks(List.of(), List.of(), Set.of());

        // Then
        assertThat(broken(checks)).containsExactly("Of 2 people, 2 were met and 1 have an outcome.");
    }

    @Test
    void findsWhoWasToldCreatedTwice() {
        // Given
        var outcomes = List.of(outcome("ada", "CREATED"), outcome("bo", "CREATED"), outcome("ada", "CREATED"));

        // When
        var checks = checks(outcomes, List.of(), Set.of());

        // Then
        assertThat(broken(checks)).containsExactly("Person ada was told created 2 times.");
    }

    @Test
    void findsWhoseAccountWasForgottenWithItsLostAnswer() {
        // Given
        lost("ada");
        lost("bo");
        var outcomes = List.of(outcome("ada", "CREATED"), outcome("bo", "UNCHANGED"));

        // When
        var checks = checks(outcomes, List.of(), Set.of());

        // Then
        assertThat(broken(checks)).singleElement().asString().startsWith("Person bo was created");
    }

    @Test
    void findsWhoFailedOrWasHeld() {
        // Given
        var outcomes = List.of(outcome("ada", "FAILED").put("reason", "persistent-error"), outcome("bo", "HELD"));

        // When
        var checks = checks(outcomes, List.of(), Set.of());

        // Then
        assertThat(broken(checks)).containsExactly("Person ada is failed (persistent-error).", "Person bo is held.");
    }

    @Test
    void findsWhoIsDeletedForGoodAndStillActive() {
        // Given
        var users = List.<JsonNode>of(user("ada", true), user("bo", false), user("cy", true));

        // When
        var checks = checks(List.of(), users, Set.of("ada", "bo"));

        // Then
        assertThat(broken(checks)).containsExactly("Person ada is deleted for good but active in ZenQMS.");
    }

    @Test
    void findsEarlyRetriesOnBothSides() {
        // Given
        early(directory, "GET /users/delta", true);
        early(zenQms, "POST /v2/users", false);

        // When
        var checks = checks(List.of(), List.of(), Set.of());

        // Then
        assertThat(broken(checks))
                .containsExactly(
                        "Graph was asked 700 ms too early at 2026-01-01T00:00:00Z: GET /users/delta, the same request.",
                        "ZenQMS was asked 700 ms too early at 2026-01-01T00:00:00Z: POST /v2/users, another request.");
    }

    private List<Check> checks(List<? extends JsonNode> outcomes, List<JsonNode> users, Set<String> deletedForGood) {
        return new FireChecks(new FireChecks.Evidence(
                        run, 2, List.copyOf(outcomes), users, deletedForGood, directory, zenQms))
                .checks();
    }

    private static List<String> broken(List<Check> checks) {
        return checks.stream().flatMap(check -> check.findings().stream()).toList();
    }

    private static ObjectNode outcome(String subject, String kind) {
        return JsonApi.JSON.createObjectNode().put("subjectId", subject).put("kind", kind);
    }

    private static ObjectNode user(String externalId, boolean active) {
        return JsonApi.JSON.createObjectNode().put("external_id", externalId).put("is_active", active);
    }

    private void lost(String person) {
        zenQms.withArrayProperty("unanswered")
                .addObject()
                .put("operation", "POST /v2/users")
                .put("externalId", person);
    }

    private static void early(ObjectNode noted, String operation, boolean sameRequest) {
        noted.putArray("earlyRetries")
                .addObject()
                .put("operation", operation)
                .put("time", "2026-01-01T00:00:00Z")
                .put("earlyMillis", 700)
                .put("sameRequest", sameRequest);
    }
}
