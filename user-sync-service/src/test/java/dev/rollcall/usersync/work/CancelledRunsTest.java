package dev.rollcall.usersync.work;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.rollcall.model.Cause;
import dev.rollcall.model.DirectoryPerson;
import dev.rollcall.model.Envelope;
import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.Mode;
import dev.rollcall.model.RunId;
import dev.rollcall.model.SubjectId;
import dev.rollcall.outbox.MessageJson;
import dev.rollcall.testbed.Testbed;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What is left of a run that was cancelled, also if it is cancelled while its people arrive; on a real PostgreSQL. */
class CancelledRunsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static Jdbi jdbi;

    private final IntegrationId integration =
            new IntegrationId(UUID.randomUUID().toString());
    private final RunId run = newRun();
    private final CancelledRuns runs = new CancelledRuns(jdbi);
    private final WorkIntake intake = new WorkIntake(jdbi, runs, MessageJson.create());
    private final WorkQueue queue = new WorkQueue(jdbi, MessageJson.create(), System::nanoTime);

    private final ExecutorService replicas = Executors.newCachedThreadPool();

    @BeforeAll
    static void startTheDatabase() {
        jdbi = Jdbi.create(
                        Testbed.postgres().database("cancelled_runs").migrated().dataSource())
                .installPlugin(new PostgresPlugin());
    }

    @AfterEach
    void end() {
        replicas.shutdownNow();
    }

    @Test
    void whoWasAskedForByTheRunAloneIsDroppedAndTheOthersAreWorkedOn() {
        // Given
        var other = newRun();
        intake.merge(List.of(notice("noticed-before"), of(other, "of-two-runs")));
        intake.merge(batch("of-the-run", "noticed-before", "noticed-after", "of-two-runs", "asked-again"));
        intake.merge(batch("asked-again"));
        intake.merge(List.of(notice("noticed-after"), of(other, "of-another-run")));

        // When
        runs.cancel(integration, run);

        // Then
        assertThat(leased(Lane.APPLY))
                .containsExactlyInAnyOrder("noticed-before", "noticed-after", "of-two-runs", "of-another-run");
    }

    @Test
    void whoIsBeingWorkedOnStaysAsACallMayHaveTakenEffect() {
        // Given
        intake.merge(batch("worked-on"));
        var lease = queue.lease(integration, Lane.APPLY, 20, PATIENCE);
        intake.merge(batch("waits", "open-intent"));
        openIntent("open-intent");

        // When
        runs.cancel(integration, run);

        // Then
        assertThat(lease).isPresent();
        assertThat(rows()).containsExactlyInAnyOrder("worked-on", "open-intent");
    }

    @Test
    void anotherIntegrationAndThePreviewOfAnotherRunAreLeftAlone() {
        // Given
        var preview = newRun();
        intake.merge(batch("ada"));
        intake.merge(List.of(WorkItem.snapshot(
                Envelope.run(integration, Cause.INITIAL_SYNC, preview, Mode.PLAN, 1), person("ada"), Instant.now())));

        // When
        runs.cancel(new IntegrationId(UUID.randomUUID().toString()), run);
        var afterAnotherIntegrations = rows();
        runs.cancel(integration, run);

        // Then
        assertThat(afterAnotherIntegrations).hasSize(2);
        assertThat(leased(Lane.APPLY)).isEmpty();
        assertThat(leased(Lane.PLAN)).containsExactly("ada");
    }

    @Test
    void aBatchThatArrivesAfterTheCancelMakesNoRowsAndWhatCameWithItDoes() {
        // Given
        runs.cancel(integration, run);
        runs.cancel(integration, run);

        // When
        intake.merge(batch("late"));
        intake.merge(Stream.concat(batch("later").stream(), Stream.of(notice("noticed")))
                .toList());

        // Then
        assertThat(leased(Lane.APPLY)).containsExactly("noticed");
    }

    @Test
    void aCancelWaitsForABatchThatIsBeingTakenInAndDropsItsRows() throws Exception {
        // Given: a replica that has found the run to be wanted, and has not committed its rows.
        var items = batch("ada", "bob");
        try (var replica = jdbi.open()) {
            replica.begin();
            assertThat(runs.among(replica, items)).isEmpty();
            intake.merge(replica, items);

            // When
            var cancel = replicas.submit(() -> runs.cancel(integration, run));
            awaitWaitingFor(replica, cancel);
            replica.commit();
            cancel.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }

        // Then
        assertThat(rows()).isEmpty();
    }

    @Test
    void aBatchWaitsForACancelThatHasBegunAndMakesNoRows() throws Exception {
        // Given: a cancel that can't go on, as a row that it is to drop is locked.
        intake.merge(batch("ada"));
        try (var worker = jdbi.open()) {
            worker.begin();
            worker.execute("select 1 from work_row where integration_id = ? for update", integration.value());
            var cancel = replicas.submit(() -> runs.cancel(integration, run));
            awaitWaitingFor(worker, cancel);

            // When
            var late = replicas.submit(() -> intake.merge(batch("bob")));
            await().atMost(PATIENCE).until(() -> late.isDone() || waitingForARun() == 1);
            worker.commit();
            cancel.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            late.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }

        // Then
        assertThat(rows()).isEmpty();
    }

    @Test
    void batchesOfOneRunDoNotWaitForEachOther() {
        // Given
        var items = batch("ada");
        try (var replica = jdbi.open()) {
            replica.begin();
            runs.among(replica, items);
            intake.merge(replica, items);

            // When
            var other = replicas.submit(() -> intake.merge(batch("bob")));

            // Then
            assertThat(other).succeedsWithin(PATIENCE);
            replica.commit();
        }
        assertThat(rows()).containsExactlyInAnyOrder("ada", "bob");
    }

    /** Or it is done, as it should not be. */
    private static void awaitWaitingFor(Handle handle, Future<?> other) {
        var pid = handle.createQuery("select pg_backend_pid()")
                .mapTo(Integer.class)
                .one();
        var waiting = "select count(*) from pg_stat_activity where " + pid + " = any(pg_blocking_pids(pid))";
        await().atMost(PATIENCE).until(() -> other.isDone() || count(waiting) > 0);
    }

    private static long waitingForARun() {
        return count("select count(*) from pg_locks where locktype = 'advisory' and not granted");
    }

    private static long count(String sql) {
        return jdbi.withHandle(
                handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    private List<String> rows() {
        return jdbi.withHandle(handle -> handle.createQuery("select subject_id from work_row where integration_id = ?")
                .bind(0, integration.value())
                .mapTo(String.class)
                .list());
    }

    private List<String> leased(Lane lane) {
        return queue.lease(integration, lane, 20, PATIENCE).stream()
                .map(Lease::rows)
                .flatMap(Collection::stream)
                .map(row -> row.subjectId().value())
                .toList();
    }

    private void openIntent(String subject) {
        jdbi.useHandle(handle -> handle.execute(
                "insert into intent (integration_id, scope, email_lower, subject_id, purpose, opened_at)"
                        + " values (?, 'apply', ?, ?, 'CREATED', now())",
                integration.value(),
                subject + "@contoso.example",
                subject));
    }

    private List<WorkItem> batch(String... subjects) {
        return Stream.of(subjects).map(subject -> of(run, subject)).toList();
    }

    private WorkItem of(RunId run, String subject) {
        var envelope = Envelope.run(integration, Cause.INITIAL_SYNC, run, Mode.APPLY, 1);
        return WorkItem.snapshot(envelope, person(subject), Instant.now());
    }

    private WorkItem notice(String subject) {
        return WorkItem.notice(
                Envelope.live(integration, Cause.NOTIFICATION, 1, null), new SubjectId(subject), Instant.now());
    }

    private static DirectoryPerson person(String subject) {
        return new DirectoryPerson(
                new SubjectId(subject), subject + "@contoso.example", "Ada", "Lovelace", "Programmer", true, false);
    }

    private static RunId newRun() {
        return new RunId(UUID.randomUUID().toString());
    }
}
