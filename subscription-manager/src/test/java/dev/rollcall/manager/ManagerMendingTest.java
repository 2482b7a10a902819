package dev.rollcall.manager;

import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

import javax.sql.DataSource;

import jakarta.inject.Inject;

import dev.rollcall.model.IntegrationAccess;
import dev.rollcall.model.IntegrationSettings;
import dev.rollcall.model.IntegrationState;
import dev.rollcall.model.MessageType;
import dev.rollcall.model.OutcomeKind;
import dev.rollcall.model.SubjectId;
import dev.rollcall.model.Topics;
import dev.rollcall.model.TroubleKind;
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
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

/** What goes wrong and is mended; on the application and the parts that {@link ManagerTest} starts. */
@QuarkusTest
class ManagerMendingTest {

    private static final String API_KEY = "zenqms-key-" + UUID.randomUUID();

    private static Sandbox sandbox;
    private static Workers workers;

    private final ManagerApi api = new ManagerApi();

    @Inject
    DataSource dataSource;

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
    void anAppRegistrationBelongsToOneIntegration() {
        // Given
        var tenant = tenant(1);
        var first = api.create(sandbox.uri(), tenant, API_KEY);
        var request = ManagerApi.request(sandbox.uri(), tenant, API_KEY);
        var another = new java.util.HashMap<>(ManagerApi.directory(request));
        another.put("clientId", "another-client");

        // When
        var refusal = api.post("/integrations", request);

        // Then
        refusal.statusCode(409).body("detail", containsString("uses this app registration already"));
        request.put("directory", another);
        var second =
                api.post("/integrations", request).statusCode(201).extract().<String>path("id");
        var upper = tenant.clientId().toUpperCase(java.util.Locale.ROOT);
        api.patch("/integrations/" + second, Map.of("directory", Map.of("clientId", upper)))
                .statusCode(409)
                .body("detail", containsString(first));
        api.patch("/integrations/" + first, Map.of("name", "Still mine")).statusCode(200);
    }

    @Test
    void aSubscriptionInTheWayIsReplacedAndTheChangeFeedIsRead() throws SQLException {
        // Given
        var tenant = tenant(3);
        var integration = api.create(sandbox.uri(), tenant, API_KEY);
        finish(integration, api.activate(integration));

        // When
        execute("update directory_subscription set subscription_id = 'lost-' || resource, check_at = now()"
                + " where integration_id = '" + integration + "'");

        // Then
        eventually()
                .untilAsserted(
                        () -> assertThat(count("select count(*) from directory_subscription where integration_id = '"
                                        + integration + "' and subscription_id not like 'lost-%' and problem is null"))
                                .isEqualTo(2));
        assertThat(tenant.openSubscriptions()).isEqualTo(2);
        eventually()
                .untilAsserted(() -> assertThat(count("select count(*) from sweep where integration_id = '"
                                + integration + "' and 'RESUBSCRIBED' in (wanted, cause, last_cause)"))
                        .isEqualTo(1));
    }

    @Test
    void promise1_nothingIsLostOverAPause() throws SQLException {
        // Given
        var integration = api.create(sandbox.uri(), tenant(3), API_KEY);
        finish(integration, api.activate(integration));
        api.post("/integrations/" + integration + "/pause", null).statusCode(200);
        execute("update directory_subscription set check_at = now() where integration_id = '" + integration + "'");
        eventually()
                .untilAsserted(
                        () -> assertThat(count("select count(*) from directory_subscription where integration_id = '"
                                        + integration + "' and check_at > now() + interval '50 minutes'"))
                                .isEqualTo(2));

        // When
        api.post("/integrations/" + integration + "/resume", null).statusCode(200);

        // Then
        eventually()
                .untilAsserted(() -> assertThat(api.integration(integration).getString("sweep.caughtUp"))
                        .contains("was paused"));
    }

    @Test
    void lostAuthorizationIsMendedByActivatingAlsoWhileARunSettles() {
        // Given
        var integration = api.create(sandbox.uri(), tenant(2), API_KEY);
        var run = api.activate(integration);
        closeWalk(run);
        workers.report(workers.trouble(integration, TroubleKind.ZENQMS_ACCESS_REFUSED, 1));
        eventually().untilAsserted(() -> assertThat(access(integration)).hasSize(2));
        workers.report(workers.trouble(integration, TroubleKind.ZENQMS_ACCESS_REFUSED, 2));
        eventually().until(() -> state(integration).equals("NEEDS_AUTHORIZATION"));

        // When
        var told = api.activate(integration);

        // Then
        assertThat(told).isEqualTo(run);
        eventually().until(() -> state(integration).equals("ACTIVE"));
        finish(integration, run);
        eventually()
                .untilAsserted(() -> assertThat(api.integration(integration).getString("sweep.caughtUp"))
                        .contains("authorization was lost"));
    }

    @Test
    void whatNobodyForesawLeavesASentenceAndIsTriedAgain() throws SQLException {
        // Given
        var integration = api.create(sandbox.uri(), tenant(1), API_KEY);
        execute("update integration set graph_url = 'no url' where id = '" + integration + "'");

        // When
        var run = api.activate(integration);

        // Then
        eventually()
                .untilAsserted(
                        () -> assertThat(api.run(run).getString("problem")).contains("Something unexpected"));
        assertThat(api.run(run).getString("state")).isEqualTo("RUNNING");
        execute("update integration set graph_url = '" + sandbox.uri() + "' where id = '" + integration + "'");
        closeWalk(run);
    }

    @Test
    void aSecretThatCanNotBeReadStopsItsOwnIntegrationOnly() throws SQLException {
        // Given
        var bad = api.create(sandbox.uri(), tenant(1), API_KEY);
        var good = api.create(sandbox.uri(), tenant(1), API_KEY);
        finish(bad, api.activate(bad));
        finish(good, api.activate(good));
        execute("update integration set client_secret = 'AAAA' where id = '" + bad + "'");
        var both = "integration_id in ('" + bad + "', '" + good + "')";

        // When
        execute("update directory_subscription set check_at = now() where " + both);

        // Then
        eventually()
                .untilAsserted(() -> assertThat(count("select count(*) from directory_subscription where " + both
                                + " and (attempt = 1 or check_at > now() + interval '50 minutes')"))
                        .isEqualTo(4));
        assertThat(api.integration(bad).getString("subscriptions[0].problem")).contains("can't be decrypted");
        assertThat(api.integration(good).getString("subscriptions[0].problem")).isNull();
        var run = api.post("/integrations/" + bad + "/runs", Map.of("mode", "apply"))
                .statusCode(202)
                .extract()
                .<String>path("runId");
        eventually()
                .untilAsserted(() -> assertThat(api.run(run).getString("state")).isEqualTo("FAILED"));
        assertThat(api.run(run).getString("problem")).contains("can't be decrypted");
    }

    @Test
    void aRunDoesNotBeginBeforeChangesAreAnnounced() throws SQLException {
        // Given
        var tenant = tenant(1);
        var integration = api.create(sandbox.uri(), tenant, API_KEY);
        finish(integration, api.activate(integration));
        tenant.dropSubscriptions();
        execute("update directory_subscription set expires_at = now(), check_at = now() + interval '1 day'"
                + " where integration_id = '" + integration + "'");

        // When
        var run = api.post("/integrations/" + integration + "/runs", Map.of("mode", "apply"))
                .statusCode(202)
                .extract()
                .<String>path("runId");

        // Then
        closeWalk(run);
        assertThat(tenant.openSubscriptions()).isEqualTo(2);
    }

    @Test
    void aRefusalOfOldCredentialsDoesNotOverruleNewOnes() {
        // Given
        var tenant = tenant(1);
        var integration = api.create(sandbox.uri(), tenant, API_KEY);
        var right = tenant.clientSecret();
        finish(integration, api.activate(integration));
        tenant.latency(Duration.ofSeconds(3));
        var asked = tenant.calls().size();
        patchSecret(integration, "a-wrong-secret");
        await().during(Duration.ofMillis(1500)).until(() -> tenant.calls().size() >= asked);

        // When
        patchSecret(integration, right);

        // Then
        eventually().untilAsserted(() -> assertThat(access(integration)).hasSizeGreaterThanOrEqualTo(2));
        assertThat(settings(integration))
                .extracting(IntegrationSettings::state)
                .doesNotContain(IntegrationState.NEEDS_AUTHORIZATION);
    }

    @Test
    void oddAddressesAreTheCallersMistakes() {
        // Given
        var integration = api.create(sandbox.uri(), tenant(1), API_KEY);
        var outcomes = "/integrations/" + integration + "/outcomes";

        // When
        var nul = api.getEncoded("/integrations/a%00b");

        // Then
        nul.statusCode(404).contentType("application/problem+json");
        api.getEncoded("/runs/%01").statusCode(404);
        api.getEncoded(outcomes + "?subject=%00").statusCode(400).body("errors[0].field", equalTo("subject"));
        api.get(outcomes + "?limit=x").statusCode(400).body("errors[0].field", equalTo("limit"));
        api.get(outcomes + "?after=x").statusCode(400).body("errors[0].field", equalTo("after"));
        api.get(outcomes).statusCode(200);
    }

    @Test
    void anErrorOfOursHasAnIdToFindItBy() throws SQLException {
        // Given
        var integration = api.create(sandbox.uri(), tenant(1), API_KEY);
        execute("update integration set zenqms_wire = 'no json' where id = '" + integration + "'");

        // When
        var answer = api.get("/integrations/" + integration);

        // Then
        execute("delete from integration where id = '" + integration + "'");
        answer.statusCode(500).body("errorId", notNullValue()).body("errors", nullValue());
    }

    @Test
    void aReportThatNeverFitsIsSetAsideAndTheOthersGoOn() {
        // Given
        var integration = api.create(sandbox.uri(), tenant(2), API_KEY);
        var run = api.activate(integration);
        closeWalk(run);
        var bytes = new byte[8000];
        new Random(7).nextBytes(bytes);
        var tooLong = new SubjectId(HexFormat.of().formatHex(bytes));

        // When
        workers.report(workers.outcome(integration, run, tooLong, 1, OutcomeKind.CREATED));

        // Then
        finish(integration, run);
        assertThat(Workers.all(Topics.SUBSCRIPTION_MANAGER_DEAD_LETTERS))
                .anyMatch(r -> r.key().equals(integration + "/" + tooLong.value()));
    }

    private void patchSecret(String integration, String secret) {
        api.patch("/integrations/" + integration, Map.of("directory", Map.of("clientSecret", secret)))
                .statusCode(200);
    }

    private static EntraTenant tenant(int people) {
        var tenant = sandbox.tenant(UUID.randomUUID().toString());
        tenant.populate(people, 42);
        return tenant;
    }

    /** The id of the run that began for this cause. */
    private String runOf(String integration, String cause) {
        return eventually()
                .until(
                        () -> api.get("/integrations/" + integration + "/runs")
                                .extract()
                                .jsonPath()
                                .<String>getList("items.findAll { it.cause == '" + cause + "' }.id"),
                        runs -> runs.size() == 1)
                .getFirst();
    }

    private void closeWalk(String run) {
        eventually().until(() -> api.run(run).getBoolean("walkClosed"));
    }

    /** Workers report on everybody. */
    private void finish(String integration, String run) {
        closeWalk(run);
        var everybody = api.get("/runs/" + run + "/entries?kind=PENDING")
                .extract()
                .jsonPath()
                .<String>getList("items.subjectId");
        var sequence = System.nanoTime();
        workers.report(everybody.stream()
                .map(p -> workers.outcome(integration, run, new SubjectId(p), sequence, OutcomeKind.UNCHANGED))
                .toList());
        eventually()
                .untilAsserted(() -> assertThat(api.run(run).getString("state")).isEqualTo("SUCCEEDED"));
    }

    private String state(String integration) {
        return api.integration(integration).getString("state");
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
}
