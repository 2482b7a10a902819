package dev.rollcall.manager;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.rollcall.model.Cause;
import dev.rollcall.model.Envelope;
import dev.rollcall.model.IntegrationAccess;
import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.IntegrationSettings;
import dev.rollcall.model.IntegrationState;
import dev.rollcall.model.LinksCleared;
import dev.rollcall.model.MessageType;
import dev.rollcall.model.Mode;
import dev.rollcall.model.OutcomeKind;
import dev.rollcall.model.RunId;
import dev.rollcall.model.SyncAction;
import dev.rollcall.model.SyncRequest;
import dev.rollcall.model.Topics;
import dev.rollcall.model.UserNotice;
import dev.rollcall.model.WalkClosed;
import dev.rollcall.sandbox.DeliveryFaults;
import dev.rollcall.sandbox.EntraTenant;
import dev.rollcall.sandbox.Sandbox;

import io.quarkus.test.junit.QuarkusTest;

import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

/** Removal, held people, and walks that are doubted; on the application and the parts that {@link ManagerTest} starts. */
@QuarkusTest
class RemovalTest {

    private static final String API_KEY = "zenqms-key-" + UUID.randomUUID();

    private static Sandbox sandbox;
    private static Workers workers;

    private final ManagerApi api = new ManagerApi();

    @BeforeAll
    static void startTheOutsideWorld() {
        sandbox = Sandbox.start();
        sandbox.account(API_KEY);
        workers = new Workers();
    }

    @AfterAll
    static void stopTheOutsideWorld() {
        workers.close();
        sandbox.close();
    }

    @Test
    void promise8_aRemovalEndsTheSubscriptionsAndWaitsUntilTheWorkersHaveClearedTheLinks() {
        // Given
        var tenant = tenant(2);
        var integration = active(tenant);

        api.post("/integrations/" + integration + "/people/nobody/sync", null).statusCode(202);

        // When
        var run = remove(integration);

        // Then
        assertThat(remove(integration)).isEqualTo(run);
        eventually().until(() -> tenant.openSubscriptions() == 0);
        eventually().until(() -> api.run(run).getString("phase").equals("CLEARING"));
        assertThat(api.integration(integration).getString("state")).isEqualTo("REMOVING");
        var settings = settings(integration).getLast();
        assertThat(settings.state()).isEqualTo(IntegrationState.REMOVING);
        assertThat(settings.envelope().runId()).isEqualTo(new RunId(run));
        api.post("/integrations/" + integration + "/activate", null).statusCode(409);
        api.post("/integrations/" + integration + "/resume", null).statusCode(409);
        api.post("/integrations/" + integration + "/people/p/sync", null).statusCode(409);
        api.post("/runs/" + run + "/cancel", null)
                .statusCode(409)
                .body("detail", containsString("can't be taken back"));

        // When
        workers.people(integration)
                .forEach(p -> workers.report(workers.outcome(integration, run, p, 2, OutcomeKind.UNLINKED)));
        eventually()
                .untilAsserted(() -> assertThat(api.run(run).getMap("counts")).isEqualTo(Map.of("UNLINKED", 2)));
        workers.report(cleared(integration, run, 2, 0));
        workers.report(cleared(integration, run, 2, 0));

        // Then
        eventually().until(() -> api.run(run).getString("state").equals("SUCCEEDED"));
        assertThat(api.integration(integration).getString("state")).isEqualTo("REMOVED");
        eventually()
                .untilAsserted(() ->
                        assertThat(settings(integration).getLast().state()).isEqualTo(IntegrationState.REMOVED));
        assertThat(settings(integration).getLast().door()).isNull();
        assertThat(api.run("live-" + integration).getLong("pending")).isZero();
        assertThat(api.run("live-" + integration).getMap("reasons.NONE")).containsEntry("integration-removed", 1);
        eventually()
                .untilAsserted(() -> assertThat(Workers.all(Topics.ACCESS))
                        .filteredOn(r -> r.key().equals(integration))
                        .last()
                        .satisfies(r -> assertThat(r.value()).isNull()));
        api.delete("/integrations/" + integration).statusCode(409);
        api.patch("/integrations/" + integration, Map.of("name", "x")).statusCode(409);
        // The app registration is free again.
        api.create(sandbox.uri(), tenant, API_KEY);
    }

    @Test
    void promise8_whatWorkersSayOfAnotherRunEndsNoRemovalAndADirectoryThatRefusesHoldsUpNone() {
        // Given
        var tenant = tenant(1);
        var integration = active(tenant);
        tenant.register(tenant.clientId(), "another-secret-" + UUID.randomUUID());
        tenant.faults().expireTokens();
        var accesses = accesses(integration);

        // When
        var run = remove(integration);
        workers.report(cleared(integration, "another-run", 1, 0));

        // Then
        eventually().until(() -> api.run(run).getString("phase").equals("CLEARING"));
        assertThat(api.run(run).getString("problem")).contains("end by themselves within 29 days");
        eventually().until(() -> accesses(integration) > accesses);
        assertThat(api.run(run).getString("state")).isEqualTo("RUNNING");
        workers.report(cleared(integration, run, 0, 1));
        eventually().until(() -> api.run(run).getString("state").equals("SUCCEEDED_WITH_SKIPS"));
        assertThat(api.integration(integration).getString("state")).isEqualTo("REMOVED");
    }

    @Test
    void heldPeopleAreListedReleasedAndRejected() {
        // Given
        var integration = active(tenant(3));
        var people = workers.people(integration);
        people.forEach(p -> workers.report(workers.outcome(integration, null, p, 2, OutcomeKind.HELD)));
        eventually()
                .untilAsserted(() -> assertThat(api.get("/integrations/" + integration + "/held")
                                .extract()
                                .jsonPath()
                                .getList("items"))
                        .hasSize(3));
        assertThat(api.integration(integration).getMap("held")).isEqualTo(Map.of("unknown", 3));

        // When
        api.post(
                        "/integrations/" + integration + "/held/reject",
                        Map.of("people", List.of(people.getFirst().value(), "nobody")))
                .statusCode(202)
                .body("asked", equalTo(1))
                .body("notHeld", equalTo(List.of("nobody")));
        api.post("/integrations/" + integration + "/held/release", Map.of("all", true))
                .statusCode(202)
                .body("asked", equalTo(2));

        // Then
        eventually()
                .untilAsserted(() -> assertThat(workers.heard(MessageType.REQUEST, SyncRequest.class, integration))
                        .extracting(SyncRequest::action)
                        .containsExactlyInAnyOrder(SyncAction.REJECT, SyncAction.RELEASE, SyncAction.RELEASE));
        api.post("/integrations/" + integration + "/held/release", null)
                .statusCode(400)
                .body("errors[0].field", equalTo("people"));
        workers.report(workers.outcome(integration, null, people.getFirst(), 3, OutcomeKind.SKIPPED));
        eventually()
                .untilAsserted(() ->
                        assertThat(api.integration(integration).getMap("held")).isEqualTo(Map.of("unknown", 2)));
    }

    @Test
    void promise4_aWalkThatShowsHalfOrNobodySaysSoAndIsNotComplete() {
        // Given
        var tenant = tenant(40);
        var integration = active(tenant);
        var gone = tenant.people().getFirst().id();
        tenant.delivery(DeliveryFaults.none().withLose(1.0));
        tenant.hardDelete(gone);
        tenant.faults().walkShows(0.5);

        // When
        var half = begin(integration);
        eventually().until(() -> api.run(half).getBoolean("walkClosed"));

        // Then
        assertThat(api.run(half).getString("problem")).contains("where the last complete walk met 40");
        eventually()
                .untilAsserted(
                        () -> assertThat(closed(integration, half).complete()).isFalse());
        finish(integration, half);
        assertThat(api.integration(integration).getString("nextRun")).isNotNull();
        assertThat(api.run(half).getString("problem")).contains("nobody counts as gone");
        // The link from before knows who is gone; the one of this walk does not.
        api.post("/integrations/" + integration + "/sweep", null).statusCode(202);
        eventually()
                .untilAsserted(() -> assertThat(workers.heard(MessageType.USER_NOTICE, UserNotice.class, integration))
                        .anyMatch(n -> n.subjectId().value().equals(gone)
                                && n.envelope().cause() == Cause.SWEEP));
        tenant.faults().walkShows(0);
        var nobody = begin(integration);
        eventually().until(() -> api.run(nobody).getString("state").equals("SUCCEEDED"));
        assertThat(closed(integration, nobody).complete()).isFalse();
        tenant.faults().recover();
        var whole = begin(integration);
        finish(integration, whole);
        assertThat(closed(integration, whole).complete()).isTrue();
        assertThat(api.run(whole).getString("problem")).isNull();
    }

    @Test
    void anotherScopeIsCheckedAndReadsEverybodyWithWhatItAsksFor() {
        // Given
        var tenant = tenant(1);
        var integration = active(tenant);
        tenant.change(tenant.people().getFirst().id(), p -> p.withDepartment("Quality"));
        var wrong = Map.of("attribute", "SHOE_SIZE", "operator", "IS_ONE_OF", "values", List.of("44"));
        var right = Map.of("attribute", "DEPARTMENT", "operator", "IS_ONE_OF", "values", List.of("Quality"));

        // When
        api.patch("/integrations/" + integration, scope(wrong))
                .statusCode(400)
                .body("errors[0].field", equalTo("settings.scope.conditions[0].attribute"));
        api.patch("/integrations/" + integration, scope(right))
                .statusCode(200)
                .body("nextRun", containsString("scope"))
                .body("settings.scope.conditions[0].attribute", equalTo("DEPARTMENT"));

        // Then
        eventually()
                .untilAsserted(() -> assertThat(workers.batches(integration))
                        .flatExtracting(batch -> batch.people())
                        .last()
                        .satisfies(person ->
                                assertThat(person.attributes().values()).containsExactly("Quality")));
    }

    @Test
    void aWalkThatIsWantedStaysWantedWhenItsRunFails() {
        // Given
        var tenant = tenant(1);
        var integration = active(tenant);
        tenant.failNext(1, 403, null);

        // When
        api.patch(
                        "/integrations/" + integration,
                        scope(Map.of("attribute", "COUNTRY", "operator", "IS_NONE_OF", "values", List.of("Nowhere"))))
                .statusCode(200);

        // Then
        eventually()
                .until(() ->
                        api.integration(integration).getString("lastRun.state").equals("FAILED"));
        assertThat(api.integration(integration).getString("nextRun")).contains("scope");
        finish(integration, api.activate(integration));
        assertThat(api.integration(integration).getString("nextRun")).isNull();
    }

    private static Map<String, Object> scope(Map<String, ?> condition) {
        return Map.of("settings", Map.of("scope", Map.of("guests", false, "conditions", List.of(condition))));
    }

    private WalkClosed closed(String integration, String run) {
        return workers.heard(MessageType.WALK_CLOSED, WalkClosed.class, integration).stream()
                .filter(closed -> closed.envelope().runId().value().equals(run))
                .findFirst()
                .orElseThrow(() -> new AssertionError("Not closed yet"));
    }

    private LinksCleared cleared(String integration, String run, long cleared, long leftAlone) {
        return new LinksCleared(
                Envelope.run(new IntegrationId(integration), Cause.ADMINISTRATION, new RunId(run), Mode.APPLY, 1),
                cleared,
                leftAlone,
                Instant.now());
    }

    private List<IntegrationSettings> settings(String integration) {
        return workers.heard(MessageType.SETTINGS, IntegrationSettings.class, integration);
    }

    private int accesses(String integration) {
        return workers.heard(MessageType.ACCESS, IntegrationAccess.class, integration)
                .size();
    }

    private String remove(String integration) {
        return api.delete("/integrations/" + integration)
                .statusCode(202)
                .extract()
                .path("runId");
    }

    private String begin(String integration) {
        return api.post("/integrations/" + integration + "/runs", Map.of("mode", "apply"))
                .statusCode(202)
                .extract()
                .path("runId");
    }

    /** An active integration whose first run has ended. */
    private String active(EntraTenant tenant) {
        var integration = api.create(sandbox.uri(), tenant, API_KEY);
        finish(integration, api.activate(integration));
        return integration;
    }

    private void finish(String integration, String run) {
        eventually().until(() -> api.run(run).getBoolean("walkClosed"));
        eventually().untilAsserted(() -> {
            workers.batches(integration).stream()
                    .filter(batch -> batch.envelope().runId().value().equals(run))
                    .flatMap(batch -> batch.people().stream())
                    .forEach(p ->
                            workers.report(workers.outcome(integration, run, p.subjectId(), 1, OutcomeKind.CREATED)));
            assertThat(api.run(run).getString("state")).isEqualTo("SUCCEEDED");
        });
    }

    private static EntraTenant tenant(int people) {
        var tenant = sandbox.tenant(UUID.randomUUID().toString());
        tenant.populate(people, 42);
        return tenant;
    }

    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(200));
    }
}
