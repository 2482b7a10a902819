package dev.rollcall.manager;

import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;

import javax.sql.DataSource;

import jakarta.inject.Inject;

import dev.rollcall.access.AccessSeal;
import dev.rollcall.access.SealBroken;
import dev.rollcall.model.InitialBatch;
import dev.rollcall.model.IntegrationAccess;
import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.IntegrationSettings;
import dev.rollcall.model.IntegrationState;
import dev.rollcall.model.MessageType;
import dev.rollcall.model.Mode;
import dev.rollcall.model.OutcomeKind;
import dev.rollcall.model.SubjectId;
import dev.rollcall.model.SyncAction;
import dev.rollcall.model.SyncRequest;
import dev.rollcall.model.Topics;
import dev.rollcall.model.TroubleKind;
import dev.rollcall.model.WalkClosed;
import dev.rollcall.sandbox.EntraTenant;
import dev.rollcall.sandbox.RecordedCall;
import dev.rollcall.sandbox.Sandbox;
import dev.rollcall.testbed.RealPartsResource;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;

import io.restassured.RestAssured;
import org.awaitility.core.ConditionFactory;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

/** The whole manager on a real broker, a real database and the sandbox's wire. Each test has a tenant of its own. */
@QuarkusTest
@QuarkusTestResource(
        value = RealPartsResource.class,
        initArgs = @ResourceArg(name = "role", value = "subscription_manager"))
@QuarkusTestResource(ManagerSettings.class)
class ManagerTest {

    private static final String API_KEY = "zenqms-key-" + UUID.randomUUID();

    private static Sandbox sandbox;
    private static Workers workers;

    private final ManagerApi api = new ManagerApi();

    @Inject
    DataSource dataSource;

    @Inject
    AccessSeal seal;

    @ConfigProperty(name = "rollcall.manager.public-url")
    String publicUrl;

    @TestHTTPResource(value = "/", management = true)
    String managementUrl;

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
    void activationSubscribesFirstAndThenSendsEverybodyInBatches() {
        // Given
        var tenant = tenant(250);
        var integration = api.create(sandbox.uri(), tenant, API_KEY);

        // When
        var run = api.activate(integration);

        // Then
        eventually()
                .untilAsserted(() -> assertThat(workers.heard(MessageType.WALK_CLOSED, WalkClosed.class, integration))
                        .singleElement()
                        .satisfies(closed -> {
                            assertThat(closed.complete()).isTrue();
                            assertThat(closed.people()).isEqualTo(250);
                            assertThat(closed.envelope().runId().value()).isEqualTo(run);
                        }));
        assertThat(workers.batches(integration))
                .allSatisfy(batch -> assertThat(batch.people()).hasSizeLessThanOrEqualTo(InitialBatch.MAX_PEOPLE))
                .allSatisfy(batch -> assertThat(batch.envelope().mode()).isEqualTo(Mode.APPLY));
        assertThat(workers.people(integration)).hasSize(250);
        assertThat(tenant.openSubscriptions()).isEqualTo(2);
        var operations = tenant.calls().stream().map(RecordedCall::path).toList();
        assertThat(indexOf(operations, "/users/delta")).isGreaterThan(lastIndexOf(operations, "/subscriptions"));
        var shown = api.integration(integration);
        assertThat(shown.getString("state")).isEqualTo("ACTIVE");
        assertThat(shown.getList("subscriptions.resource")).containsExactly("groups", "users");
        assertThat(Instant.parse(shown.getString("subscriptions[0].expires")))
                .isAfter(Instant.now().plus(Duration.ofDays(28)));
        assertThat(api.run(run).getLong("total")).isEqualTo(250);
        assertThat(api.run(run).getString("state")).isEqualTo("RUNNING");
    }

    @Test
    void settingsAndSealedAccessReachTheOthers() throws SealBroken {
        // Given
        var tenant = tenant(3);
        var integration = api.create(sandbox.uri(), tenant, API_KEY);

        // When
        api.activate(integration);

        // Then
        eventually().untilAsserted(() -> assertThat(access(integration)).isNotEmpty());
        var settings = settings(integration).getLast();
        assertThat(settings.state()).isEqualTo(IntegrationState.ACTIVE);
        assertThat(settings.door().keyHash()).matches("[0-9a-f]{64}");
        assertThat(settings.door().clientStateHashes())
                .singleElement()
                .asString()
                .matches("[0-9a-f]{64}");
        assertThat(settings.userSync().protectedPeople()).containsExactly(new SubjectId("protected-1"));
        var access = access(integration).getFirst();
        assertThat(access.version()).isEqualTo(1);
        var opened = seal.open(new IntegrationId(integration), 1, "workers", access.sealed());
        assertThat(opened.directory().tenantId()).isEqualTo(tenant.tenantId());
        assertThat(opened.directory().baseUrl()).isEqualTo(sandbox.uri());
        assertThat(opened.directory().token()).startsWith("ey");
        assertThat(opened.directory().tokenExpiresAt()).isAfter(Instant.now());
        assertThat(opened.zenQms().apiKey()).isEqualTo(API_KEY);
    }

    @Test
    void promise11_noSecretComesBackOrStandsInClearAnywhere() throws SQLException, SealBroken {
        // Given
        var tenant = tenant(5);
        var integration = api.create(sandbox.uri(), tenant, API_KEY);

        // When
        var run = api.activate(integration);
        closeWalk(run);

        // Then
        var opened = seal.open(
                new IntegrationId(integration),
                1,
                "workers",
                access(integration).getFirst().sealed());
        var secrets = List.of(API_KEY, tenant.clientSecret(), opened.directory().token());
        var answers = api.get("/integrations").extract().asString()
                + api.get("/integrations/" + integration).extract().asString()
                + api.get("/runs/" + run).extract().asString();
        assertThat(secrets).noneMatch(answers::contains);
        var database = everyTextInTheDatabase();
        assertThat(database).contains(tenant.clientId());
        assertThat(secrets).noneMatch(database::contains);
        for (var topic : List.of(Topics.SETTINGS, Topics.ACCESS, Topics.INITIAL_BATCHES, Topics.REQUESTS)) {
            assertThat(Workers.all(topic)).allSatisfy(r -> assertThat(secrets).noneMatch(r.value()::contains));
        }
    }

    @Test
    void countsEachPersonOnceUnderReplayAndDisorder() {
        // Given
        var integration = api.create(sandbox.uri(), tenant(40), API_KEY);
        var run = api.activate(integration);
        closeWalk(run);
        var people = workers.people(integration);
        var reports = new ArrayList<dev.rollcall.model.Message>();
        people.forEach(p -> reports.add(workers.outcome(integration, run, p, 1, OutcomeKind.FAILED)));
        people.subList(0, 30).forEach(p -> reports.add(workers.outcome(integration, run, p, 2, OutcomeKind.CREATED)));
        people.subList(30, 40).forEach(p -> reports.add(workers.outcome(integration, run, p, 2, OutcomeKind.SKIPPED)));
        // As when a batch was sent twice: who was created is unchanged the second time.
        people.subList(0, 5).forEach(p -> reports.add(workers.outcome(integration, run, p, 3, OutcomeKind.UNCHANGED)));
        reports.addAll(List.copyOf(reports));
        Collections.shuffle(reports, new Random(7));

        // When
        workers.report(reports);

        // Then
        eventually().untilAsserted(() -> {
            assertThat(api.run(run).getString("state")).isEqualTo("SUCCEEDED_WITH_SKIPS");
            assertThat(api.run(run).getMap("counts")).isEqualTo(Map.of("CREATED", 30, "SKIPPED", 10));
            assertThat(api.get("/integrations/" + integration + "/outcomes?limit=1000")
                            .statusCode(200)
                            .extract()
                            .jsonPath()
                            .getList("items"))
                    .hasSize(85);
        });
        assertThat(api.run(run).getLong("done")).isEqualTo(40);
        assertThat(api.run(run).getLong("total")).isEqualTo(40);
        assertThat(api.get("/integrations/" + integration + "/runs")
                        .extract()
                        .jsonPath()
                        .getList("items.id"))
                .containsExactly(run, "live-" + integration);
        var skipped = api.get("/runs/" + run + "/entries?kind=skipped&reason=missing-job-title&limit=6")
                .extract()
                .jsonPath();
        assertThat(skipped.getList("items")).hasSize(6);
        var rest = api.get("/runs/" + run + "/entries?kind=SKIPPED&limit=6&after=" + skipped.getString("next"))
                .extract()
                .jsonPath();
        assertThat(rest.getList("items")).hasSize(4);
        assertThat(rest.getString("next")).isNull();
    }

    @Test
    void promise10_aWalkGoesOnAtItsCheckpointAfterAnOutage() {
        // Given
        var tenant = tenant(60);
        tenant.deltaPageSize(10);
        var integration = api.create(sandbox.uri(), tenant, API_KEY);
        var first = api.activate(integration);
        closeWalk(first);
        workers.report(workers.people(integration).stream()
                .map(p -> workers.outcome(integration, first, p, 1, OutcomeKind.CREATED))
                .toList());
        eventually().until(() -> api.run(first).getString("state").equals("SUCCEEDED"));
        tenant.latency(Duration.ofMillis(150));
        var run = beginRun(integration, "apply");
        eventually().until(() -> api.run(run).getLong("walked") >= 10);

        // When
        tenant.failNext(2, 503, "1");

        // Then
        closeWalk(run);
        assertThat(api.run(run).getLong("walked")).isEqualTo(60);
        assertThat(tenant.calls().stream().filter(c -> c.path().endsWith("/users/delta") && c.status() == 503))
                .isNotEmpty();
        var firstPages = tenant.calls().stream()
                .filter(c -> c.path().endsWith("/users/delta"))
                .filter(c -> !c.query().contains("token"))
                .count();
        assertThat(firstPages).isEqualTo(2);
        assertThat(workers.heard(MessageType.WALK_CLOSED, WalkClosed.class, integration))
                .extracting(WalkClosed::people)
                .containsExactly(60L, 60L);
    }

    @Test
    void aPreviewRunCountsPlansAndLeavesTheRunThatWritesAlone() {
        // Given
        var integration = api.create(sandbox.uri(), tenant(4), API_KEY);
        var activation = api.activate(integration);
        closeWalk(activation);

        // When
        var preview = beginRun(integration, "plan");

        // Then
        closeWalk(preview);
        assertThat(workers.batches(integration))
                .filteredOn(b -> b.envelope().runId().value().equals(preview))
                .allSatisfy(b -> assertThat(b.envelope().mode()).isEqualTo(Mode.PLAN));
        workers.report(workers.people(integration).stream()
                .map(p -> workers.plan(integration, preview, p, OutcomeKind.CREATED))
                .toList());
        eventually()
                .untilAsserted(
                        () -> assertThat(api.run(preview).getString("state")).isEqualTo("SUCCEEDED"));
        assertThat(api.run(activation).getLong("done")).isZero();
        api.post("/integrations/" + integration + "/runs", Map.of("mode", "apply"))
                .statusCode(409);
    }

    @Test
    void aWrongSecretEndsInASentenceAndANewOneMendsIt() {
        // Given
        var tenant = tenant(2);
        var integration = api.create(sandbox.uri(), tenant, API_KEY);
        var right = tenant.clientSecret();
        tenant.register(tenant.clientId(), "another-secret");

        // When
        var run = api.activate(integration);

        // Then
        eventually()
                .untilAsserted(() -> assertThat(api.run(run).getString("state")).isEqualTo("FAILED"));
        assertThat(api.run(run).getString("problem")).contains("AADSTS7000215").doesNotContain(right);
        assertThat(api.integration(integration).getString("state")).isEqualTo("DRAFT");
        api.patch("/integrations/" + integration, Map.of("directory", Map.of("clientSecret", "another-secret")))
                .statusCode(200);
        closeWalk(api.activate(integration));
        assertThat(api.integration(integration).getString("problem")).isNull();
    }

    @Test
    void changesWhileActiveArePublishedAtOnce() throws SealBroken {
        // Given
        var integration = api.create(sandbox.uri(), tenant(2), API_KEY);
        closeWalk(api.activate(integration));
        var before = settings(integration).getLast().version();
        var newKey = "zenqms-key-" + UUID.randomUUID();
        var patch =
                Map.of("name", "Renamed", "settings", Map.of("brakeAtLeast", 9), "zenqms", Map.of("apiKey", newKey));

        // When
        api.patch("/integrations/" + integration, patch).statusCode(200).body("name", equalTo("Renamed"));

        // Then
        eventually().untilAsserted(() -> {
            var settings = settings(integration).getLast();
            assertThat(settings.version()).isGreaterThan(before);
            assertThat(settings.userSync().brakeAtLeast()).isEqualTo(9);
            assertThat(access(integration).getLast().version()).isEqualTo(2);
        });
        var opened = seal.open(
                new IntegrationId(integration),
                2,
                "workers",
                access(integration).getLast().sealed());
        assertThat(opened.zenQms().apiKey()).isEqualTo(newKey);
        assertThat(settings(integration).getLast().userSync().protectedPeople()).hasSize(1);
    }

    @Test
    void refusedAccessIsRenewedOnceBeforeAnAdministratorIsNeeded() {
        // Given
        var integration = api.create(sandbox.uri(), tenant(2), API_KEY);
        closeWalk(api.activate(integration));
        workers.report(workers.trouble(integration, TroubleKind.DIRECTORY_ACCESS_REFUSED, 1));
        workers.report(workers.trouble(integration, TroubleKind.DIRECTORY_ACCESS_REFUSED, 1));
        eventually().untilAsserted(() -> assertThat(access(integration)).hasSize(2));

        // When
        workers.report(workers.trouble(integration, TroubleKind.DIRECTORY_ACCESS_REFUSED, 2));

        // Then
        eventually()
                .untilAsserted(() -> assertThat(settings(integration).getLast().state())
                        .isEqualTo(IntegrationState.NEEDS_AUTHORIZATION));
        assertThat(access(integration)).hasSize(2);
        assertThat(api.integration(integration).getString("problem")).isEqualTo("Refused (401).");
    }

    @Test
    void anUnreadableRecordIsSetAsideAndTheOthersGoOn() {
        // Given
        var integration = api.create(sandbox.uri(), tenant(2), API_KEY);
        var run = api.activate(integration);
        closeWalk(run);
        var people = workers.people(integration);
        var key = integration + "/" + people.getFirst();
        var outcome = MessageType.OUTCOME.ceType();

        // When
        workers.report(workers.outcome(integration, run, people.get(0), 1, OutcomeKind.CREATED));
        workers.writer().send(Topics.OUTCOMES, key, outcome, "{not json");
        workers.writer().send(Topics.OUTCOMES, key, Map.of(), "no type");
        workers.writer().send(Topics.OUTCOMES, key, "rollcall.sync.outcome.v99", "{\"new\":true}");
        workers.writer()
                .send(
                        Topics.OUTCOMES,
                        key,
                        outcome,
                        "{\"envelope\":{\"integrationId\":\"" + integration
                                + "\"},\"subjectId\":\"nul\\u0000\",\"sequence\":1,\"outcome\":{\"kind\":\"CREATED\"}}");
        workers.report(workers.outcome(integration, run, people.get(1), 1, OutcomeKind.CREATED));

        // Then
        eventually()
                .untilAsserted(() -> assertThat(api.run(run).getString("state")).isEqualTo("SUCCEEDED"));
        eventually()
                .untilAsserted(() -> assertThat(Workers.all(Topics.SUBSCRIPTION_MANAGER_DEAD_LETTERS))
                        .filteredOn(r -> key.equals(r.key()))
                        .hasSize(3)
                        .allSatisfy(r -> assertThat(dev.rollcall.testbed.TopicReader.header(r, "rollcall_reason"))
                                .isNotBlank()));
    }

    @Test
    void whatIsReportedOfAnUnknownRunOrIntegrationIsKept() {
        // Given
        var integration = api.create(sandbox.uri(), tenant(2), API_KEY);
        var subject = new SubjectId("somebody");
        var stranger = UUID.randomUUID().toString();

        // When
        workers.report(workers.outcome(stranger, "no-such-run", subject, 1, OutcomeKind.CREATED));
        workers.report(workers.trouble(stranger, TroubleKind.ZENQMS_ACCESS_REFUSED, 1));
        workers.report(workers.outcome(integration, null, subject, 1, OutcomeKind.UPDATED));

        // Then
        eventually().untilAsserted(() -> {
            assertThat(api.get("/integrations/" + integration + "/outcomes?subject=somebody")
                            .statusCode(200)
                            .extract()
                            .jsonPath()
                            .getList("items.kind"))
                    .containsExactly("UPDATED");
            assertThat(count("select count(*) from outcome where integration_id = '" + stranger + "'"))
                    .isEqualTo(1);
        });
    }

    @Test
    void aRepeatedActivationIsTheSameRunAndADraftIsDeletedAtOnce() {
        // Given
        var tenant = tenant(2);
        tenant.latency(Duration.ofMillis(200));
        var integration = api.create(sandbox.uri(), tenant, API_KEY);
        var draft = api.create(sandbox.uri(), tenant(1), API_KEY);

        // When
        var runs = new TreeSet<>(List.of(api.activate(integration), api.activate(integration)).stream()
                .toList());

        // Then
        assertThat(runs).hasSize(1);
        closeWalk(runs.first());
        api.delete("/integrations/" + draft).statusCode(204);
        api.get("/integrations/" + draft).statusCode(404).contentType("application/problem+json");
    }

    @Test
    void pausingIsPublishedAndTakesNoNewRuns() {
        // Given
        var integration = api.create(sandbox.uri(), tenant(2), API_KEY);
        closeWalk(api.activate(integration));

        // When
        api.post("/integrations/" + integration + "/pause", null)
                .statusCode(200)
                .body("state", equalTo("PAUSED"));

        // Then
        eventually()
                .untilAsserted(() ->
                        assertThat(settings(integration).getLast().state()).isEqualTo(IntegrationState.PAUSED));
        api.post("/integrations/" + integration + "/runs", Map.of("mode", "plan"))
                .statusCode(409);
        api.post("/integrations/" + integration + "/resume", null)
                .statusCode(200)
                .body("state", equalTo("ACTIVE"));
        eventually().untilAsserted(() -> assertThat(access(integration)).hasSize(2));
    }

    @Test
    void onePersonIsLookedAtAgainOnRequest() {
        // Given
        var integration = api.create(sandbox.uri(), tenant(2), API_KEY);
        closeWalk(api.activate(integration));

        // When
        var request = api.post("/integrations/" + integration + "/people/p-1/sync", null)
                .statusCode(202)
                .extract()
                .<String>path("requestId");

        // Then
        eventually()
                .untilAsserted(() -> assertThat(workers.heard(MessageType.REQUEST, SyncRequest.class, integration))
                        .singleElement()
                        .satisfies(r -> {
                            assertThat(r.action()).isEqualTo(SyncAction.LOOK_AGAIN);
                            assertThat(r.subjectId()).isEqualTo(new SubjectId("p-1"));
                            assertThat(r.envelope().requestId().value()).isEqualTo(request);
                        }));
    }

    @Test
    void accessIsRenewedAtHalfItsLife() {
        // Given
        var tenant = tenant(1);
        tenant.tokenLife(Duration.ofSeconds(22));
        var integration = api.create(sandbox.uri(), tenant, API_KEY);

        // When
        closeWalk(api.activate(integration));

        // Then
        eventually().untilAsserted(() -> assertThat(access(integration)).hasSizeGreaterThanOrEqualTo(2));
        var access = access(integration);
        assertThat(access.get(1).version()).isEqualTo(2);
        assertThat(access.get(1).expiresAt()).isAfter(access.get(0).expiresAt());
    }

    @Test
    void aHandshakeThatFailedIsTriedAgain() {
        // Given
        var tenant = tenant(1);
        var integration = api.create(sandbox.uri(), tenant, API_KEY);
        RestAssured.given().post(publicUrl + "refuse?2").then().statusCode(204);

        // When
        var run = api.activate(integration);

        // Then
        eventually().until(() -> api.run(run).getBoolean("walkClosed"));
        assertThat(tenant.calls().stream()
                        .filter(c -> c.method().equals("POST") && c.path().endsWith("/subscriptions"))
                        .map(RecordedCall::status))
                .contains(400)
                .endsWith(201, 201);
        assertThat(tenant.openSubscriptions()).isEqualTo(2);
    }

    @Test
    void aSubscriptionThatTheDirectoryForgotIsCreatedAnew() throws SQLException {
        // Given
        var tenant = tenant(1);
        var integration = api.create(sandbox.uri(), tenant, API_KEY);
        closeWalk(api.activate(integration));
        tenant.dropSubscriptions();

        // When
        execute("update directory_subscription set check_at = now() where integration_id = '" + integration + "'");

        // Then
        eventually().untilAsserted(() -> assertThat(tenant.openSubscriptions()).isEqualTo(2));
    }

    @Test
    void healthMetricsAndApiDescriptionStandOnTheManagementPort() {
        // Given
        var management = "http://" + URI.create(managementUrl).getAuthority();

        // When
        var description = RestAssured.get(management + "/q/openapi").asString();

        // Then
        assertThat(description)
                .contains("/api/v1/integrations/{id}/activate", "/api/v1/runs/{runId}/entries", "bearer");
        eventually().untilAsserted(() -> {
            var ready = RestAssured.get(management + "/q/health/ready");
            assertThat(ready.statusCode()).isEqualTo(200);
            assertThat(ready.asString()).contains("messages can be published", "Database");
        });
        assertThat(RestAssured.get(management + "/q/metrics").statusCode()).isEqualTo(200);
    }

    @Test
    void nobodyGetsInWithoutTheToken() {
        // Given
        var wrong = RestAssured.given().header("Authorization", "Bearer " + ManagerSettings.API_TOKEN + "x");

        // When
        var answers = List.of(
                RestAssured.given().get("/api/v1/integrations"),
                wrong.get("/api/v1/integrations"),
                RestAssured.given().header("Authorization", "Basic x").get("/api/v1/integrations"),
                RestAssured.given().get("/api/v1/no-such-thing"),
                RestAssured.given().contentType("application/json").body("{}").post("/api/v1/integrations"));

        // Then
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.contentType()).startsWith("application/problem+json");
        });
    }

    @Test
    void promise10_anUnreachableTokenEndpointIsWaitedFor() {
        // Given
        var tenant = tenant(1);
        String integration;
        try (var elsewhere = Sandbox.start()) {
            integration = api.create(elsewhere.uri(), tenant, API_KEY);
        }

        // When
        var run = api.activate(integration);

        // Then
        eventually()
                .untilAsserted(
                        () -> assertThat(api.run(run).getString("problem")).contains("can't be reached"));
        assertThat(api.run(run).getString("state")).isEqualTo("RUNNING");
        assertThat(api.integration(integration).getString("state")).isEqualTo("DRAFT");
    }

    @Test
    void mistakesAreNamedFieldByField() {
        // Given
        var request = Map.of(
                "name", "",
                "directory",
                        Map.of(
                                "kind",
                                "entra",
                                "tokenUrl",
                                "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token"),
                "zenqms", Map.of("baseUrl", "https://app.zenqms.com", "apiKey", "k"));

        // When
        var answer = api.post("/integrations", request);

        // Then
        answer.statusCode(400)
                .contentType("application/problem+json")
                .body(
                        "errors.field",
                        hasItems("name", "directory.tokenUrl", "directory.clientSecret", "zenqms.baseUrl"));
        api.post("/integrations", "{\"nmae\":\"x\"}").statusCode(400).body("errors[0].field", equalTo("nmae"));
        api.post("/integrations", "{\"name\":").statusCode(400).contentType("application/problem+json");
    }

    private static EntraTenant tenant(int people) {
        var tenant = sandbox.tenant(UUID.randomUUID().toString());
        tenant.populate(people, 42);
        return tenant;
    }

    private String beginRun(String integration, String mode) {
        return api.post("/integrations/" + integration + "/runs", Map.of("mode", mode))
                .statusCode(202)
                .extract()
                .path("runId");
    }

    private void closeWalk(String run) {
        eventually().untilAsserted(() -> {
            assertThat(api.run(run).getString("problem")).isNull();
            assertThat(api.run(run).getBoolean("walkClosed")).isTrue();
        });
        eventually()
                .untilAsserted(() -> assertThat(Workers.all(Topics.INITIAL_BATCHES))
                        .anyMatch(r -> r.key().endsWith("/closed") && r.value().contains(run)));
    }

    private List<IntegrationSettings> settings(String integration) {
        return workers.heard(MessageType.SETTINGS, IntegrationSettings.class, integration);
    }

    private List<IntegrationAccess> access(String integration) {
        return workers.heard(MessageType.ACCESS, IntegrationAccess.class, integration);
    }

    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(200));
    }

    private static int indexOf(List<String> paths, String end) {
        return paths.stream().map(p -> p.endsWith(end)).toList().indexOf(true);
    }

    private static int lastIndexOf(List<String> paths, String end) {
        return paths.stream().map(p -> p.endsWith(end)).toList().lastIndexOf(true);
    }

    private long count(String sql) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String everyTextInTheDatabase() throws SQLException {
        var text = new StringBuilder();
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            var tables = new ArrayList<String>();
            try (var rows = statement.executeQuery(
                    "select table_name from information_schema.tables where table_schema = current_schema()")) {
                while (rows.next()) {
                    tables.add(rows.getString(1));
                }
            }
            for (var table : tables) {
                var also = table.equals("outbox") ? " || convert_from(value, 'UTF8')" : "";
                try (var rows = statement.executeQuery("select t::text" + also + " from \"" + table + "\" t")) {
                    while (rows.next()) {
                        text.append(rows.getString(1)).append('\n');
                    }
                }
            }
        }
        return text.toString();
    }
}
