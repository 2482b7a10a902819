package dev.rollcall.manager;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

import javax.sql.DataSource;

import jakarta.inject.Inject;

import dev.rollcall.model.Cause;
import dev.rollcall.model.Envelope;
import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.IntegrationSettings;
import dev.rollcall.model.LifecycleNotice;
import dev.rollcall.model.MessageType;
import dev.rollcall.sandbox.EntraTenant;
import dev.rollcall.sandbox.Fault;
import dev.rollcall.sandbox.RecordedCall;

import io.quarkus.test.junit.QuarkusTest;

import io.restassured.RestAssured;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.rollcall.manager.Stage.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

/** Subscriptions live, whatever happens to them; on the application and the parts that {@link ManagerTest} starts. */
@QuarkusTest
class SubscriptionsTest {

    private static final String CREATE = "POST /subscriptions";

    private static Stage stage;

    private final ManagerApi api = new ManagerApi();

    @Inject
    DataSource dataSource;

    @ConfigProperty(name = "rollcall.manager.public-url")
    String publicUrl;

    @BeforeAll
    static void startTheOutsideWorld() {
        stage = new Stage();
    }

    @AfterAll
    static void stopTheOutsideWorld() {
        stage.close();
    }

    @AfterEach
    void backToToday() {
        TestClock.reset();
    }

    @Test
    void promise1_aSubscriptionRemovedBehindOurBackIsMadeAgainWithinTheHour() {
        // Given
        var tenant = stage.tenant(2);
        var integration = stage.active(api, tenant);
        var groups = tenant.subscriptionIds("groups");
        tenant.dropSubscriptions("users");

        // When
        TestClock.putForward(Duration.ofMinutes(61));

        // Then
        eventually().until(() -> tenant.subscriptionIds("users").size() == 1);
        eventually()
                .untilAsserted(() -> assertThat(remark(integration, "users")).contains("had dropped the subscription"));
        assertThat(tenant.subscriptionIds("groups")).isEqualTo(groups);
        assertThat(shownId(integration, "users"))
                .isEqualTo(tenant.subscriptionIds("users").getFirst());
        eventually().untilAsserted(() -> assertThat(caughtUp(integration)).contains("subscription was made again"));
    }

    @Test
    void promise1_theManagerWasDownForASubscriptionsWholeLife() {
        // Given
        var tenant = stage.tenant(2);
        var integration = stage.active(api, tenant);
        var before = Set.copyOf(tenant.subscriptionIds("users"));

        // When
        TestClock.putForward(Duration.ofDays(30));

        // Then
        eventually()
                .untilAsserted(() ->
                        assertThat(tenant.subscriptionIds("users")).hasSize(1).doesNotContainAnyElementsOf(before));
        eventually()
                .untilAsserted(
                        () -> assertThat(remark(integration, "users")).containsAnyOf("had run out", "for a run"));
        assertThat(tenant.openSubscriptions()).isEqualTo(2);
        // Longer than the change feed remembers: everybody is read.
        eventually()
                .untilAsserted(() -> assertThat(api.get("/integrations/" + integration + "/runs")
                                .extract()
                                .jsonPath()
                                .getList("items.cause"))
                        .contains("RECONCILIATION"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"reauthorizationRequired", "subscriptionRemoved", "missed"})
    void promise1_whatTheDirectorySaysOfASubscriptionIsDoneAtOnce(String event) {
        // Given
        var tenant = stage.tenant(1);
        var integration = stage.active(api, tenant);
        var id = tenant.subscriptionIds("users").getFirst();
        if (event.equals("subscriptionRemoved")) {
            tenant.dropSubscriptions("users");
        }
        var renewals = renewals(tenant);

        // When
        stage.workers.report(lifecycle(integration, id, event));

        // Then
        if (event.equals("subscriptionRemoved")) {
            eventually().until(() -> tenant.subscriptionIds("users").size() == 1);
        } else {
            eventually().until(() -> renewals(tenant) > renewals);
        }
        eventually()
                .untilAsserted(() -> assertThat(caughtUp(integration))
                        .containsAnyOf("reported on a subscription", "subscription was made again"));
        eventually()
                .until(() -> Stage.count(
                                dataSource,
                                "select count(*) from directory_subscription where reauthorize_at is not null"
                                        + " and integration_id = '" + integration + "'")
                        == 0);
    }

    @Test
    void aSubscriptionIsRenewedInTimeAndNeverBeyondTheLongestLife() {
        // Given
        var tenant = stage.tenant(1);
        var integration = stage.active(api, tenant);
        var ids = Set.of(tenant.subscriptionIds("users"), tenant.subscriptionIds("groups"));

        // When
        for (int week = 1; week <= 5; week++) {
            var renewals = renewals(tenant);
            TestClock.putForward(Duration.ofDays(7));
            eventually().until(() -> renewals(tenant) >= renewals + 2);
            eventually()
                    .until(() -> Stage.count(
                                    dataSource,
                                    "select count(*) from directory_subscription where claimed_until is not null"
                                            + " and integration_id = '" + integration + "'")
                            == 0);
        }

        // Then
        assertThat(Set.of(tenant.subscriptionIds("users"), tenant.subscriptionIds("groups")))
                .isEqualTo(ids);
        assertThat(tenant.calls())
                .filteredOn(c -> c.operation().startsWith("PATCH"))
                .extracting(RecordedCall::status)
                .containsOnly(200);
    }

    @Test
    void whatWasMadeWhileWeDiedIsEndedAndMadeAgain() {
        // Given
        var tenant = stage.tenant(1);
        var integration = stage.create(api, tenant);
        tenant.faults().next(1, CREATE, new Fault.Cut());

        // When
        var run = api.activate(integration);

        // Then
        eventually().until(() -> api.run(run).getBoolean("walkClosed"));
        assertThat(tenant.openSubscriptions()).isEqualTo(2);
        assertThat(shownId(integration, "users"))
                .isEqualTo(tenant.subscriptionIds("users").getFirst());
        assertThat(tenant.calls())
                .filteredOn(c -> c.operation().equals(CREATE))
                .extracting(RecordedCall::status)
                .contains(201)
                .doesNotContain(409);
    }

    @Test
    void anotherActivationAdoptsTheSubscriptionsThatAreOurs() {
        // Given
        var tenant = stage.tenant(1);
        var integration = stage.active(api, tenant);
        var ids = List.of(tenant.subscriptionIds("users"), tenant.subscriptionIds("groups"));

        // When
        stage.finish(api, integration, api.activate(integration));

        // Then
        assertThat(List.of(tenant.subscriptionIds("users"), tenant.subscriptionIds("groups")))
                .isEqualTo(ids);
    }

    @Test
    void oneThatWasMadeWithAnotherClientStateIsMadeAgain() throws SQLException {
        // Given
        var tenant = stage.tenant(1);
        var integration = stage.active(api, tenant);
        var before = tenant.subscriptionIds("users");

        // When
        Stage.execute(
                dataSource,
                "update directory_subscription set client_state_hash = 'of another', check_at = now() where integration_id = '"
                        + integration + "'");

        // Then
        eventually()
                .untilAsserted(() ->
                        assertThat(tenant.subscriptionIds("users")).hasSize(1).doesNotContainAnyElementsOf(before));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aListThatIsBehindMakesNoSecondSubscription(boolean adopted) throws SQLException {
        // Given
        var tenant = stage.tenant(1);
        var integration = stage.active(api, tenant);
        var before = List.of(tenant.subscriptionIds("users"), tenant.subscriptionIds("groups"));
        // Two looks, and before making two anew: then the directory itself says that there are some (409).
        tenant.hideSubscriptions(4);

        // When
        Stage.execute(
                dataSource,
                "update directory_subscription set check_at = now()"
                        + (adopted ? "" : ", client_state_hash = 'of another'") + " where integration_id = '"
                        + integration + "'");

        // Then
        eventually()
                .until(() -> tenant.calls().stream().anyMatch(c -> c.operation().equals(CREATE) && c.status() == 409));
        // Where a third list is empty too, it is told as a problem and looked at again.
        TestClock.putForward(Duration.ofMinutes(2));
        eventually().untilAsserted(() -> {
            var now = List.of(tenant.subscriptionIds("users"), tenant.subscriptionIds("groups"));
            assertThat(now.getFirst().equals(before.getFirst())).isEqualTo(adopted);
            assertThat(now.getLast().equals(before.getLast())).isEqualTo(adopted);
            assertThat(List.of(List.of(shownId(integration, "users")), List.of(shownId(integration, "groups"))))
                    .isEqualTo(now);
        });
        assertThat(tenant.openSubscriptions()).isEqualTo(2);
    }

    @Test
    void aUsedUpQuotaIsToldInASentenceAndTriedAgain() {
        // Given
        var tenant = stage.tenant(1);
        var integration = stage.create(api, tenant);
        tenant.faults().next(3, CREATE, new Fault.Refuse(403, null));

        // When
        var run = api.activate(integration);

        // Then
        eventually()
                .untilAsserted(
                        () -> assertThat(api.run(run).getString("problem")).contains("quota"));
        assertThat(api.integration(integration).getString("state")).isEqualTo("ACTIVE");
        eventually().until(() -> api.run(run).getBoolean("walkClosed"));
    }

    @Test
    void aTokenThatLacksThePermissionIsToldAtOnce() {
        // Given
        var tenant = stage.tenant(1);
        tenant.roles(List.of("User.Read.All"));
        var integration = stage.create(api, tenant);

        // When
        var run = api.activate(integration);

        // Then
        eventually()
                .untilAsserted(() -> assertThat(api.run(run).getString("state")).isEqualTo("FAILED"));
        assertThat(api.run(run).getString("problem")).contains("Group.Read.All");
    }

    @Test
    void aRefusedRenewalIsAProblemOfTheSubscriptionAndGoesAway() throws SQLException {
        // Given
        var tenant = stage.tenant(1);
        var integration = stage.active(api, tenant);
        tenant.faults().next(2, "GET /subscriptions", new Fault.Refuse(503, null));

        // When
        Stage.execute(
                dataSource,
                "update directory_subscription set check_at = now() where integration_id = '" + integration + "'");

        // Then
        eventually()
                .untilAsserted(() -> assertThat(api.integration(integration).getString("subscriptions[0].problem"))
                        .contains("503"));
        TestClock.putForward(Duration.ofMinutes(2));
        eventually()
                .untilAsserted(() -> assertThat(api.integration(integration).getString("subscriptions[0].problem"))
                        .isNull());
    }

    @Test
    void promise1_noNotificationIsRefusedWhileTheClientStateIsReplaced() throws SQLException {
        // Given
        var tenant = stage.tenant(1);
        var integration = stage.active(api, tenant);
        var old = accepted(integration);

        // When
        api.post("/integrations/" + integration + "/rotate-client-state", null).statusCode(202);
        api.post("/integrations/" + integration + "/rotate-client-state", null)
                .statusCode(409)
                .body("detail", containsString("already"));
        var phases = new HashSet<Integer>();
        for (var minutes : List.of(0, 2, 0, 60, 240)) {
            TestClock.putForward(Duration.ofMinutes(minutes));
            for (int i = 0; i < 4; i++) {
                var accepted = accepted(integration);
                phases.add(accepted.size());
                // Then
                assertThat(accepted).contains(sha256(announced(tenant)));
            }
        }
        eventually()
                .untilAsserted(
                        () -> assertThat(accepted(integration)).hasSize(1).doesNotContainAnyElementsOf(old));
        assertThat(accepted(integration)).containsExactly(sha256(announced(tenant)));
        assertThat(phases).contains(2);
        assertThat(api.integration(integration).getString("clientStateRotation"))
                .isNull();
        assertThat(tenant.openSubscriptions()).isEqualTo(2);
        assertThat(caughtUp(integration)).contains("subscription was made again");
    }

    /** The client state of a notification that is sent now. */
    private String announced(EntraTenant tenant) {
        var before = seen(tenant).size();
        tenant.notifyAgain(tenant.people().getFirst().id());
        return eventually()
                .until(() -> seen(tenant), seen -> seen.size() > before)
                .getLast();
    }

    private Set<String> accepted(String integration) {
        return Set.copyOf(stage.workers
                .heard(MessageType.SETTINGS, IntegrationSettings.class, integration)
                .getLast()
                .door()
                .clientStateHashes());
    }

    /** The client states that reached the ingress's place for the tenant. */
    private List<String> seen(EntraTenant tenant) {
        return RestAssured.given()
                .get(publicUrl + "seen/" + tenant.tenantId())
                .then()
                .statusCode(200)
                .extract()
                .asString()
                .lines()
                .toList();
    }

    private String caughtUp(String integration) {
        return api.integration(integration).getString("sweep.caughtUp");
    }

    private String remark(String integration, String resource) {
        return api.integration(integration)
                .getString("subscriptions.find { it.resource == '" + resource + "' }.remark");
    }

    private String shownId(String integration, String resource) {
        return api.integration(integration).getString("subscriptions.find { it.resource == '" + resource + "' }.id");
    }

    private static long renewals(EntraTenant tenant) {
        return tenant.calls().stream()
                .filter(c -> c.operation().startsWith("PATCH"))
                .count();
    }

    private static LifecycleNotice lifecycle(String integration, String subscription, String event) {
        var envelope = Envelope.live(new IntegrationId(integration), Cause.NOTIFICATION, 1, null);
        return new LifecycleNotice(envelope, subscription, event, Instant.now());
    }

    private static String sha256(String value) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
