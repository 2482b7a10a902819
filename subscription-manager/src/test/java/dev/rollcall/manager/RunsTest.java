package dev.rollcall.manager;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.rollcall.model.Cause;
import dev.rollcall.model.DeadLetter;
import dev.rollcall.model.Envelope;
import dev.rollcall.model.GroupId;
import dev.rollcall.model.GroupNotice;
import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.LifecycleNotice;
import dev.rollcall.model.MessageType;
import dev.rollcall.model.OutcomeKind;
import dev.rollcall.model.RunCancelled;
import dev.rollcall.model.SubjectId;
import dev.rollcall.model.SyncRequest;
import dev.rollcall.model.Topics;
import dev.rollcall.model.UserNotice;
import dev.rollcall.model.WalkClosed;
import dev.rollcall.sandbox.EntraTenant;
import dev.rollcall.sandbox.Sandbox;

import io.quarkus.test.junit.QuarkusTest;

import io.restassured.path.json.JsonPath;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.startsWith;

/** What an administrator reads and does with runs; on the application and the parts that {@link ManagerTest} starts. */
@QuarkusTest
class RunsTest {

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
    void promise1_everyNotificationHasAnEntryWithItsOutcomeOrWhyThereIsNone() {
        // Given
        var integration = active(1);
        var envelope = Envelope.live(new IntegrationId(integration), Cause.NOTIFICATION, 1, null);
        var at = Instant.parse("2026-11-23T10:00:00Z");

        // When
        workers.report(new UserNotice(envelope, new SubjectId("p-1"), "updated", at));
        workers.report(new UserNotice(envelope, new SubjectId("p-1"), "updated", at.plusSeconds(5)));
        workers.report(new UserNotice(envelope, new SubjectId("p-2"), "updated", at.plusSeconds(9)));
        workers.report(new GroupNotice(envelope, new GroupId("g-1"), "updated", List.of(), at.plusSeconds(1)));
        workers.report(new LifecycleNotice(envelope, "sub-1", "missed", at.plusSeconds(2)));
        workers.report(new DeadLetter(envelope, "The item has no resource.", "{\"secret\":1}", at.plusSeconds(3)));
        workers.report(workers.live(integration, "p-1", 1, null, at.plusSeconds(5)));

        // Then
        var live = "live-" + integration;
        eventually()
                .untilAsserted(
                        () -> assertThat(api.run(live).getMap("counts")).isEqualTo(Map.of("UPDATED", 2, "NONE", 3)));
        assertThat(api.run(live).getString("state")).isEqualTo("LIVE");
        assertThat(api.run(live).getLong("pending")).isEqualTo(1);
        assertThat(api.run(live).getMap("reasons.NONE"))
                .containsOnlyKeys("roles-not-synchronised", "lifecycle-noted", "unreadable");
        var entries = entries(live, "");
        assertThat(entries.getList("items.subjectId")).containsExactly("p-2", "p-1", null, "sub-1", "g-1", "p-1");
        assertThat(entries.getString("items[0].waiting")).startsWith("In the queue since 2026-11-23T10:00:09Z.");
        assertThat(entries.getString("items[1].outcome.after.title")).isEqualTo("=Countess");
        assertThat(entries.getString("items[2].detail"))
                .startsWith("The item has no resource.")
                .doesNotContain("secret");
        assertThat(entries.getBoolean("items.find { it.covered }.covered")).isTrue();
        api.post("/integrations/" + integration + "/pause", null).statusCode(200);
        assertThat(entries(live, "?kind=pending").getString("items[0].waiting")).contains("paused: resume it");
        assertThat(entries(live, "?subject=p-1&since=2026-11-23T10:00:01Z").getList("items"))
                .hasSize(1);
        assertThat(entries(live, "?zenQmsUserId=u-1&match=linked").getList("items"))
                .hasSize(2);
    }

    @Test
    void whatIsReadTwiceIsOneEntry() {
        // Given
        var integration = active(1);
        var key = integration + "/p-1";
        var value = "{\"envelope\":{\"integrationId\":\"" + integration
                + "\",\"cause\":\"NOTIFICATION\",\"mode\":\"APPLY\",\"settingsVersion\":1},\"subjectId\":\"p-1\"}";
        var headers = Map.of(
                "ce_type",
                MessageType.USER_NOTICE.ceType(),
                "ce_id",
                UUID.randomUUID().toString());

        // When
        workers.writer().send(Topics.USER_NOTICES, key, headers, value);
        workers.writer().send(Topics.USER_NOTICES, key, headers, value);
        workers.writer().send(Topics.USER_NOTICES, key, MessageType.USER_NOTICE.ceType(), "{no json");
        workers.report(new UserNotice(
                Envelope.live(new IntegrationId(integration), Cause.NOTIFICATION, 1, null),
                new SubjectId("p-1"),
                "updated",
                Instant.now()));

        // Then
        eventually()
                .untilAsserted(() -> assertThat(api.run("live-" + integration).getLong("pending"))
                        .isEqualTo(2));
        eventually()
                .untilAsserted(() -> assertThat(Workers.all(Topics.SUBSCRIPTION_MANAGER_DEAD_LETTERS))
                        .filteredOn(r -> key.equals(r.key()))
                        .hasSize(1));
    }

    @Test
    void aRequestTellsWhereItsOutcomeIs() {
        // Given
        var integration = active(1);

        // When
        var answer = api.post("/integrations/" + integration + "/people/p-9/sync", null)
                .statusCode(202)
                .header("Location", containsString("/api/v1/runs/live-" + integration + "/entries?request="))
                .extract()
                .jsonPath();

        // Then
        var where = answer.getString("entries").replace("/api/v1", "");
        var waiting = api.get(where).statusCode(200).extract().jsonPath();
        assertThat(waiting.getString("items[0].waiting")).startsWith("In the queue since");
        assertThat(waiting.getString("items[0].cause")).isEqualTo("REQUEST");
        workers.report(workers.live(integration, "p-9", 1, answer.getString("requestId"), null));
        eventually()
                .untilAsserted(
                        () -> assertThat(api.get(where).extract().jsonPath().getString("items[0].kind"))
                                .isEqualTo("UPDATED"));
        assertThat(api.run("live-" + integration).getLong("total")).isEqualTo(1);
    }

    @Test
    void aCancelledRunStaysStoppedAndKeepsWhatIsReportedLate() {
        // Given
        var integration = api.create(sandbox.uri(), tenant(3), API_KEY);
        var run = api.activate(integration);
        closeWalk(run);
        var people = workers.people(integration);
        workers.report(workers.outcome(integration, run, people.get(0), 1, OutcomeKind.CREATED));
        eventually().until(() -> api.run(run).getLong("done") == 1);

        // When
        var answer = api.post("/runs/" + run + "/cancel?reason=Wrong tenant", null);

        // Then
        answer.statusCode(200)
                .body("state", equalTo("STOPPED"))
                .body("problem", startsWith("Cancelled by an administrator: \"Wrong tenant\"."))
                .body("pending", equalTo(2));
        assertThat(entries(run, "?kind=PENDING").getList("items.waiting"))
                .hasSize(2)
                .allMatch(why -> why.toString().startsWith("The run was cancelled"));
        eventually()
                .untilAsserted(() -> assertThat(
                                workers.heard(MessageType.RUN_CANCELLED, RunCancelled.class, integration))
                        .singleElement()
                        .satisfies(c -> assertThat(c.envelope().runId().value()).isEqualTo(run)));
        people.subList(1, 3).forEach(p -> workers.report(workers.outcome(integration, run, p, 1, OutcomeKind.UPDATED)));
        eventually()
                .untilAsserted(
                        () -> assertThat(api.run(run).getMap("counts")).isEqualTo(Map.of("CREATED", 1, "UPDATED", 2)));
        api.post("/runs/" + run + "/cancel", null).statusCode(200).body("state", equalTo("STOPPED"));
        assertThat(workers.heard(MessageType.RUN_CANCELLED, RunCancelled.class, integration))
                .hasSize(1);
        api.post("/runs/live-" + integration + "/cancel", null).statusCode(409).body("detail", containsString("pause"));
        api.post("/runs/none/cancel", null).statusCode(404);
    }

    @Test
    void aWalkThatIsCancelledReadsNoFurther() {
        // Given
        var tenant = tenant(60);
        tenant.deltaPageSize(5);
        tenant.latency(Duration.ofMillis(200));
        var integration = api.create(sandbox.uri(), tenant, API_KEY);
        var run = api.activate(integration);
        eventually().until(() -> api.run(run).getLong("walked") >= 10);

        // When
        api.post("/runs/" + run + "/cancel", null).statusCode(200).body("state", equalTo("STOPPED"));

        // Then
        eventually()
                .untilAsserted(() -> assertThat(workers.heard(MessageType.WALK_CLOSED, WalkClosed.class, integration))
                        .singleElement()
                        .satisfies(closed -> assertThat(closed.complete()).isFalse()));
        var walked = api.run(run).getLong("walked");
        assertThat(walked).isLessThan(60);
        var again = begin(integration);
        closeWalk(again);
        assertThat(api.run(run).getLong("walked")).isEqualTo(walked);
        assertThat(api.run(again).getLong("walked")).isEqualTo(60);
    }

    @Test
    void whoFailedIsTriedAgainInARunOfItsOwn() {
        // Given
        var integration = api.create(sandbox.uri(), tenant(600), API_KEY);
        var run = api.activate(integration);
        closeWalk(run);
        var people = workers.people(integration);
        api.post("/runs/" + run + "/retry-failed", null).statusCode(409).body("detail", containsString("under way"));
        workers.report(people.stream()
                .map(p -> workers.outcome(
                        integration, run, p, 1, people.indexOf(p) < 20 ? OutcomeKind.CREATED : OutcomeKind.FAILED))
                .toList());
        eventually().until(() -> api.run(run).getString("state").equals("SUCCEEDED_WITH_SKIPS"));

        // When
        var retry = api.post("/runs/" + run + "/retry-failed", null)
                .statusCode(202)
                .extract()
                .<String>path("runId");

        // Then
        closeWalk(retry);
        assertThat(api.run(retry).getString("cause")).isEqualTo("RETRY");
        assertThat(api.run(retry).getString("retries")).isEqualTo(run);
        assertThat(api.run(retry).getLong("total")).isEqualTo(580);
        eventually()
                .untilAsserted(() -> assertThat(workers.heard(MessageType.REQUEST, SyncRequest.class, integration))
                        .hasSize(580)
                        .allSatisfy(r -> assertThat(r.envelope().cause()).isEqualTo(Cause.RETRY))
                        .allSatisfy(
                                r -> assertThat(r.envelope().runId().value()).isEqualTo(retry))
                        .extracting(SyncRequest::subjectId)
                        .containsExactlyInAnyOrderElementsOf(people.subList(20, 600)));
        api.post("/runs/" + run + "/retry-failed", null).statusCode(409).body("detail", containsString(retry));
        workers.report(people.subList(20, 600).stream()
                .map(p -> workers.outcome(integration, retry, p, 2, OutcomeKind.CREATED))
                .toList());
        eventually().until(() -> api.run(retry).getString("state").equals("SUCCEEDED"));
        api.post("/runs/" + retry + "/retry-failed", null)
                .statusCode(409)
                .body("detail", containsString("nobody to try"));
        api.post("/runs/" + retry + "/cancel", null).statusCode(409).body("detail", containsString("ended already"));
        assertThat(api.run(run).getMap("counts")).containsEntry("FAILED", 580);
    }

    @Test
    void whoeverWasOpenWhenARunWasCancelledIsTriedAgain() {
        // Given
        var integration = api.create(sandbox.uri(), tenant(2), API_KEY);
        var run = api.activate(integration);
        closeWalk(run);
        api.post("/runs/" + run + "/cancel", null).statusCode(200);

        // When
        var retry = api.post("/runs/" + run + "/retry-failed", null)
                .statusCode(202)
                .extract()
                .<String>path("runId");

        // Then
        closeWalk(retry);
        assertThat(api.run(retry).getLong("pending")).isEqualTo(2);
    }

    @Test
    void entriesAreExportedAsTableAndAsJson() {
        // Given
        var integration = active(1);
        var live = "live-" + integration;
        var at = Instant.parse("2026-11-23T10:00:00Z");
        var envelope = Envelope.live(new IntegrationId(integration), Cause.NOTIFICATION, 1, null);
        workers.report(new UserNotice(envelope, new SubjectId("p-1"), "updated", at));
        workers.report(new UserNotice(envelope, new SubjectId("p-2"), "updated", at));
        workers.report(workers.live(integration, "p-1", 1, null, at));
        eventually()
                .until(() ->
                        api.run(live).getLong("total") == 2 && api.run(live).getLong("done") == 1);

        // When
        var csv = api.get("/runs/" + live + "/entries.csv");
        var json = api.get("/runs/" + live + "/entries.json?kind=UPDATED");

        // Then
        csv.statusCode(200)
                .contentType("text/csv;charset=UTF-8")
                .header("Content-Disposition", "attachment; filename=\"rollcall-run-" + live + ".csv\"");
        var lines = csv.extract().asString().lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.getFirst()).startsWith("received,about,subject_id,");
        assertThat(lines).anyMatch(l -> l.contains(",p-1,") && l.contains("Programmer") && l.contains("'=Countess"));
        assertThat(lines).anyMatch(l -> l.contains(",p-2,") && l.contains("PENDING") && l.contains("In the queue"));
        json.statusCode(200)
                .header("Content-Disposition", "attachment; filename=\"rollcall-run-" + live + ".json\"")
                .body("subjectId", equalTo(List.of("p-1")))
                .body("[0].outcome.before.title", equalTo("Programmer"));
        assertThat(api.get("/runs/" + live + "/entries.json?kind=FAILED")
                        .extract()
                        .jsonPath()
                        .getList(""))
                .isEmpty();
        api.get("/runs/none/entries.csv").statusCode(404).contentType("application/problem+json");
    }

    @Test
    void wrongFiltersAreNamed() {
        // Given
        var integration = active(1);
        var entries = "/runs/live-" + integration + "/entries";

        // When
        var answer = api.get(entries + "?kind=gone&match=x&since=yesterday&until=2026-13-01");

        // Then
        answer.statusCode(400)
                .contentType("application/problem+json")
                .body("errors.field", hasItems("kind", "match", "since", "until"));
        api.get(entries + "?after=x").statusCode(400).body("errors[0].field", equalTo("after"));
        api.get(entries + ".csv?kind=gone").statusCode(400).body("errors[0].field", equalTo("kind"));
        var run = api.get("/integrations/" + integration + "/runs").extract().<String>path("items[0].id");
        api.get("/runs/" + run + "/entries?request=r").statusCode(400).body("detail", containsString("live-"));
    }

    @Test
    void runsArePagedWithLiveAsTheLast() {
        // Given
        var integration = active(1);
        var second = begin(integration);

        // When
        var first = api.get("/integrations/" + integration + "/runs?limit=2")
                .extract()
                .jsonPath();

        // Then
        assertThat(first.getString("items[0].id")).isEqualTo(second);
        var next = api.get("/integrations/" + integration + "/runs?limit=2&after=" + first.getString("next"))
                .extract()
                .jsonPath();
        assertThat(next.getList("items.id")).containsExactly("live-" + integration);
        assertThat(next.getString("next")).isNull();
        assertThat(api.integration(integration).getString("lastRun.id")).isEqualTo(second);
    }

    /** An active integration whose first run has ended. */
    private String active(int people) {
        var integration = api.create(sandbox.uri(), tenant(people), API_KEY);
        var run = api.activate(integration);
        closeWalk(run);
        workers.report(workers.people(integration).stream()
                .map(p -> workers.outcome(integration, run, p, 1, OutcomeKind.CREATED))
                .toList());
        eventually().until(() -> api.run(run).getString("state").equals("SUCCEEDED"));
        return integration;
    }

    private JsonPath entries(String run, String query) {
        return api.get("/runs/" + run + "/entries" + query)
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private String begin(String integration) {
        return api.post("/integrations/" + integration + "/runs", Map.of("mode", "apply"))
                .statusCode(202)
                .extract()
                .path("runId");
    }

    private void closeWalk(String run) {
        eventually().until(() -> api.run(run).getBoolean("walkClosed"));
        eventually()
                .untilAsserted(() -> assertThat(api.run(run).getLong("walked")).isNotZero());
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
