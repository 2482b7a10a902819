package dev.rollcall.manager;

import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import jakarta.inject.Inject;

import dev.rollcall.model.Cause;
import dev.rollcall.model.DoorReopened;
import dev.rollcall.model.Envelope;
import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.MessageType;
import dev.rollcall.model.Mode;
import dev.rollcall.model.SubjectId;
import dev.rollcall.model.TroubleKind;
import dev.rollcall.model.UserNotice;
import dev.rollcall.sandbox.DeliveryFaults;
import dev.rollcall.sandbox.EntraTenant;
import dev.rollcall.sandbox.Fault;
import dev.rollcall.sandbox.Person;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;

import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.rollcall.manager.Stage.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.containsString;

/** Whatever notifications do, a sweep finds every change; on the application and the parts that {@link ManagerTest} starts. */
@QuarkusTest
class SweepTest {

    private static final String DELTA = "GET /users/delta";

    private static Stage stage;

    private final ManagerApi api = new ManagerApi();

    @Inject
    DataSource dataSource;

    @TestHTTPResource(value = "/", management = true)
    String managementUrl;

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
    void promise1_ofTwoThousandChangesNoneIsMissedThoughAThirdOfTheNotificationsIsLost() throws SQLException {
        // Given
        var tenant = stage.tenant(2_000);
        var integration = stage.active(api, tenant);
        awaitSwept(integration);
        var people = tenant.people().stream().map(Person::id).toList();
        tenant.delivery(DeliveryFaults.none().withLose(0.3).withShuffle(true).withItemsPerPost(50));

        // When
        people.forEach(id -> change(tenant, id));
        var announced = delivered(tenant);
        announce(integration, announced);
        announce(integration, announced.stream().limit(400).collect(Collectors.toSet()));
        eventually().until(() -> entries(integration, "NOTIFICATION") == announced.size() + 400);
        sweepNow(integration);

        // Then
        var swept = stage.workers.heard(MessageType.USER_NOTICE, UserNotice.class, integration).stream()
                .filter(n -> n.envelope().cause() == Cause.SWEEP)
                .map(n -> n.subjectId().value())
                .collect(Collectors.toSet());
        assertThat(swept).containsExactlyInAnyOrderElementsOf(people);
        var lost = 1 - announced.size() / 2_000.0;
        assertThat(lost).isBetween(0.25, 0.35);
        var sweep = sweep(integration);
        assertThat(sweep.getLong("found")).isEqualTo(2_000);
        assertThat(sweep.getDouble("provisionalLossRate")).isCloseTo(lost, within(0.05));
        assertThat(sweep.getDouble("lossRate")).isZero();
        assertThat(sweep.getLong("unannounced")).isEqualTo(2_000 - announced.size());
        // Live has one entry for what was announced, and one for what only the sweep found.
        assertThat(entries(integration, "SWEEP")).isEqualTo(2_000 - announced.size());

        // When
        var late =
                people.stream().filter(id -> !announced.contains(id)).limit(100).collect(Collectors.toSet());
        TestClock.putForward(Duration.ofHours(1));
        announce(integration, late);
        settled(integration, 100, 0);
        TestClock.putForward(Duration.ofHours(4));

        // Then
        settled(integration, 100, 2_000 - announced.size() - 100);
        assertThat(sweep(integration).getDouble("lossRate")).isCloseTo(lost - 0.05, within(0.0001));
        assertThat(sweep(integration).getString("oldestUnseen")).isNull();
    }

    @Test
    void promise1_whoWasDeletedWithoutAWordIsFoundOut() {
        // Given
        var tenant = stage.tenant(3);
        var integration = stage.active(api, tenant);
        awaitSwept(integration);
        var gone = tenant.people().getFirst().id();
        tenant.delivery(DeliveryFaults.none().withLose(1));

        // When
        tenant.hardDelete(gone);
        sweepNow(integration);

        // Then
        assertThat(swept(integration)).containsExactly(gone);
    }

    @Test
    void aSweepComesByItselfAndCostsOneCallWhenNothingChanged() {
        // Given
        var tenant = stage.tenant(30);
        var integration = stage.active(api, tenant);
        awaitSwept(integration);
        var calls = deltaCalls(tenant);

        // When
        TestClock.putForward(Duration.ofMinutes(6));

        // Then
        eventually().until(() -> deltaCalls(tenant) == calls + 1);
        eventually()
                .untilAsserted(() -> assertThat(Instant.parse(sweep(integration).getString("inStepAsOf")))
                        .isAfter(TestClock.now().minusSeconds(60)));
        assertThat(swept(integration)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void promise1_aForgottenDeltaTokenLeadsToReadingEverybody(boolean gone) {
        // Given
        var tenant = stage.tenant(3);
        var integration = stage.active(api, tenant);
        awaitSwept(integration);
        tenant.delivery(DeliveryFaults.none().withLose(1));
        change(tenant, tenant.people().getFirst().id());

        // When
        tenant.expireDeltaTokens(gone);
        api.post("/integrations/" + integration + "/sweep", null).statusCode(202);

        // Then
        var run = runOf(integration, "RECONCILIATION");
        assertThat(sweep(integration).getString("caughtUp")).contains("forgotten");
        stage.finish(api, integration, run);
        assertThat(stage.workers.batches(integration))
                .filteredOn(b -> b.envelope().runId().value().equals(run))
                .isNotEmpty()
                .allSatisfy(b -> assertThat(b.envelope().mode()).isEqualTo(Mode.APPLY));
        // The walk's end is where the next sweep goes on.
        change(tenant, tenant.people().getLast().id());
        sweepNow(integration);
        assertThat(swept(integration)).contains(tenant.people().getLast().id());
    }

    @ParameterizedTest
    @CsvSource({"5, false", "8, true"})
    void promise1_nothingIsLostOverAPauseOfDays(int days, boolean everybody) {
        // Given
        var tenant = stage.tenant(3);
        var integration = stage.active(api, tenant);
        awaitSwept(integration);
        api.post("/integrations/" + integration + "/pause", null).statusCode(200);
        api.post("/integrations/" + integration + "/sweep", null).statusCode(409);
        tenant.delivery(DeliveryFaults.none().withLose(1));
        change(tenant, tenant.people().getFirst().id());
        var calls = deltaCalls(tenant);
        TestClock.putForward(Duration.ofDays(days));
        eventually().until(() -> tenant.openSubscriptions() == 2);
        assertThat(deltaCalls(tenant)).isEqualTo(calls);

        // When
        api.post("/integrations/" + integration + "/resume", null).statusCode(200);

        // Then
        if (everybody) {
            runOf(integration, "RECONCILIATION");
            assertThat(sweep(integration).getString("caughtUp")).contains("8 days ago");
        } else {
            eventually()
                    .untilAsserted(() -> assertThat(sweep(integration).getString("caughtUp"))
                            .contains("was paused", "showed 1 change"));
            assertThat(swept(integration))
                    .containsExactly(tenant.people().getFirst().id());
        }
    }

    @Test
    void promise1_whatTheOthersMissedIsLookedForAtOnce() {
        // Given
        var tenant = stage.tenant(2);
        var integration = stage.active(api, tenant);
        awaitSwept(integration);
        var envelope = Envelope.live(new IntegrationId(integration), Cause.NOTIFICATION, 1, null);

        // When
        stage.workers.report(new DoorReopened(envelope, null, Instant.now()));

        // Then
        caughtUp(integration, "ingress was away");
        stage.workers.report(stage.workers.trouble(integration, TroubleKind.NOTICES_LOST, 0));
        eventually()
                .untilAsserted(() -> assertThat(api.integration(integration).getString("lastRun.id"))
                        .satisfies(run ->
                                assertThat(api.run(run).getString("cause")).isEqualTo("NOTICES_LOST")));
        assertThat(api.integration(integration).getString("state")).isEqualTo("ACTIVE");
    }

    @Test
    void promise10_anOutageOfTheDirectoryIsToldAndTheSweepGoesOnAfterwards() {
        // Given
        var tenant = stage.tenant(40);
        tenant.deltaPageSize(10);
        var integration = stage.active(api, tenant);
        awaitSwept(integration);
        tenant.delivery(DeliveryFaults.none().withLose(1));
        tenant.people().forEach(p -> change(tenant, p.id()));
        tenant.faults().next(2, DELTA, new Fault.Refuse(503, "1"));

        // When
        api.post("/integrations/" + integration + "/sweep", null).statusCode(202);

        // Then
        eventually()
                .untilAsserted(() ->
                        assertThat(sweep(integration).getString("problem")).contains("503"));
        TestClock.putForward(Duration.ofSeconds(30));
        eventually().until(() -> swept(integration).size() == 40);
        eventually()
                .untilAsserted(() ->
                        assertThat(sweep(integration).getString("problem")).isNull());
        assertThat(sweep(integration).getString("silence")).isNull();
    }

    @Test
    void anIntegrationThatHearsNothingTurnsUnhealthyByItself() {
        // Given
        var tenant = stage.tenant(1);
        var integration = stage.active(api, tenant);
        awaitSwept(integration);
        eventually().until(() -> metrics().contains(healthy(integration, "1.0")));

        // When
        tenant.faults().next(1_000, DELTA, new Fault.Refuse(503, null));
        TestClock.putForward(Duration.ofMinutes(31));

        // Then
        eventually()
                .untilAsserted(() ->
                        assertThat(sweep(integration).getString("silence")).contains("Nothing was heard"));
        eventually().until(() -> metrics().contains(healthy(integration, "0.0")));
        RestAssured.get(management() + "/q/health/live").then().statusCode(200);
        tenant.faults().recover();
        TestClock.putForward(Duration.ofMinutes(6));
        eventually()
                .untilAsserted(() ->
                        assertThat(sweep(integration).getString("silence")).isNull());
    }

    @Test
    void aWalkUnderWayDisturbsNoSweep() {
        // Given
        var tenant = stage.tenant(40);
        tenant.deltaPageSize(1);
        var integration = stage.active(api, tenant);
        awaitSwept(integration);
        tenant.latency(Duration.ofMillis(300));
        tenant.delivery(DeliveryFaults.none().withLose(1));

        // When
        var run = api.post("/integrations/" + integration + "/runs", Map.of("mode", "apply"))
                .statusCode(202)
                .extract()
                .<String>path("runId");
        eventually().until(() -> api.run(run).getLong("walked") >= 5);
        var changed = tenant.people().getFirst().id();
        change(tenant, changed);
        sweepNow(integration);

        // Then
        assertThat(api.run(run).getBoolean("walkClosed")).isFalse();
        assertThat(swept(integration)).containsExactly(changed);
        var asOf = Instant.parse(sweep(integration).getString("inStepAsOf"));
        tenant.latency(Duration.ZERO);
        eventually().until(() -> api.run(run).getBoolean("walkClosed"));
        assertThat(Instant.parse(sweep(integration).getString("inStepAsOf"))).isAfterOrEqualTo(asOf);
    }

    @Test
    void aDraftIsNotSwept() {
        // Given
        var draft = stage.create(api, stage.tenant(1));

        // When
        var refusal = api.post("/integrations/" + draft + "/sweep", null);

        // Then
        refusal.statusCode(409).body("detail", containsString("DRAFT"));
    }

    private static void change(EntraTenant tenant, String id) {
        tenant.change(id, p -> p.withJobTitle("Title " + System.nanoTime()));
    }

    /** Whose notification arrived, once all are on their way. */
    private static Set<String> delivered(EntraTenant tenant) {
        var all = eventually()
                .until(
                        () -> tenant.deliveries(),
                        d -> d.stream().mapToInt(one -> one.resources().size()).sum() == 2_000);
        return all.stream()
                .filter(d -> d.status() == 202)
                .flatMap(d -> d.resources().stream())
                .map(r -> r.substring("Users/".length()))
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** In the ingress's place. */
    private static void announce(String integration, Set<String> people) {
        var envelope = Envelope.live(new IntegrationId(integration), Cause.NOTIFICATION, 1, null);
        stage.workers.report(people.stream()
                .map(id -> new UserNotice(envelope, new SubjectId(id), "updated", TestClock.now()))
                .toList());
    }

    private long entries(String integration, String cause) throws SQLException {
        return Stage.count(
                dataSource,
                "select count(*) from live_entry where integration_id = '" + integration + "' and cause = '" + cause
                        + "'");
    }

    private void awaitSwept(String integration) {
        eventually().until(() -> sweep(integration).getString("lastSweepAt") != null);
    }

    private void sweepNow(String integration) {
        var before = sweep(integration).getString("lastSweepAt");
        api.post("/integrations/" + integration + "/sweep", null).statusCode(202);
        eventually().until(() -> !sweep(integration).getString("lastSweepAt").equals(before));
        eventually().until(() -> Stage.count(dataSource, "select count(*) from outbox") == 0);
    }

    private List<String> swept(String integration) {
        return stage.workers.heard(MessageType.USER_NOTICE, UserNotice.class, integration).stream()
                .filter(n -> n.envelope().cause() == Cause.SWEEP)
                .map(n -> n.subjectId().value())
                .distinct()
                .toList();
    }

    private void settled(String integration, long late, long missed) {
        eventually().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            var sweep = sweep(integration);
            assertThat(List.of(sweep.getLong("late"), sweep.getLong("missed"))).containsExactly(late, missed);
        });
    }

    private void caughtUp(String integration, String words) {
        eventually()
                .untilAsserted(() ->
                        assertThat(sweep(integration).getString("caughtUp")).contains(words));
    }

    private JsonPath sweep(String integration) {
        return api.integration(integration).setRootPath("sweep");
    }

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

    private static long deltaCalls(EntraTenant tenant) {
        return tenant.calls().stream().filter(c -> c.operation().equals(DELTA)).count();
    }

    private String management() {
        return "http://" + URI.create(managementUrl).getAuthority();
    }

    private String metrics() {
        return RestAssured.get(management() + "/q/metrics").asString();
    }

    private static String healthy(String integration, String value) {
        return "rollcall_manager_integration_healthy{integration=\"" + integration + "\"} " + value;
    }
}
