package dev.rollcall.usersync.work;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import dev.rollcall.model.Cause;
import dev.rollcall.model.DirectoryPerson;
import dev.rollcall.model.Envelope;
import dev.rollcall.model.InitialBatch;
import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.Mode;
import dev.rollcall.model.RunId;
import dev.rollcall.model.SubjectId;
import dev.rollcall.model.WalkClosed;
import dev.rollcall.outbox.MessageJson;
import dev.rollcall.testbed.Testbed;

import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whom a walk did not meet, on a real PostgreSQL. Ada, Bob and Cleo are linked, Eve never was. Dan is known to be deleted and was
 * deactivated; Fay is, and is active yet.
 */
class WalksTest {

    private static Jdbi jdbi;

    private final IntegrationId integration =
            new IntegrationId(UUID.randomUUID().toString());
    private final RunId run = newRun();
    private final WorkIntake intake = new WorkIntake(jdbi, new CancelledRuns(jdbi), MessageJson.create());
    private final WorkQueue queue = new WorkQueue(jdbi, MessageJson.create(), System::nanoTime);
    private final Walks walks = new Walks(jdbi, intake);

    @BeforeAll
    static void startTheDatabase() {
        jdbi = Jdbi.create(Testbed.postgres().database("walks").migrated().dataSource())
                .installPlugin(new PostgresPlugin());
    }

    @BeforeEach
    void fillTheLedger() {
        Stream.of("ada", "bob", "cleo").forEach(name -> known(name, "user of " + name, true, true));
        known("dan", "user of dan", false, false);
        known("eve", null, false, true);
    }

    @Test
    void promise4_whoIsLinkedAndNotMetByACompleteWalkIsLookedAtAndNothingMore() {
        // When
        walks.take(List.of(batch(1, "ada"), batch(2, "eve"), closed(2, true)));

        // Then
        var rows = leased(Lane.APPLY);
        assertThat(rows)
                .extracting(row -> row.subjectId().value())
                .containsExactlyInAnyOrder("ada", "eve", "bob", "cleo");
        assertThat(rows)
                .filteredOn(row -> row.subjectId().value().equals("bob"))
                .singleElement()
                .satisfies(bob -> {
                    assertThat(bob.snapshot()).isNull();
                    assertThat(bob.cause()).isEqualTo(Cause.SWEEP);
                    assertThat(bob.runId()).isNull();
                });
    }

    @Test
    void promise1_whoIsKnownToBeDeletedAndIsActiveYetIsLookedAtAgain() {
        // Given: their deactivation failed, or they were protected.
        known("fay", "user of fay", true, false);

        // When
        walks.take(List.of(batch(1, "ada", "bob", "cleo"), closed(1, true)));

        // Then
        assertThat(subjects(Lane.APPLY)).containsExactlyInAnyOrder("ada", "bob", "cleo", "fay");
    }

    @Test
    void promise4_aWalkThatIsNotCompleteSaysNothingAboutWhomItDidNotMeet() {
        // When
        walks.take(List.of(batch(1, "ada"), closed(1, false)));
        walks.take(List.of(closed(1, true)));

        // Then: what was said first holds, whatever comes later.
        assertThat(subjects(Lane.APPLY)).containsExactly("ada");
    }

    @Test
    void promise4_nobodyIsMissedBeforeAllBatchesAreHere() {
        // When
        walks.take(List.of(closed(2, true)));
        walks.take(List.of(batch(2, "bob")));
        var before = subjects(Lane.APPLY);
        walks.take(List.of(batch(1, "ada")));

        // Then
        assertThat(before).containsExactly("bob");
        assertThat(subjects(Lane.APPLY)).containsExactlyInAnyOrder("ada", "cleo");
    }

    @Test
    void promise1_whatComesAgainMissesNobodyAnew() {
        // Given
        var all = List.of(batch(1, "ada", "bob"), closed(1, true));
        walks.take(all);
        walks.take(all);
        assertThat(subjects(Lane.APPLY)).containsExactlyInAnyOrder("ada", "bob", "cleo");
        jdbi.useHandle(handle -> handle.createUpdate("delete from work_row where integration_id = :integration")
                .bind("integration", integration.value())
                .execute());

        // When
        walks.take(List.of(closed(1, true)));

        // Then
        assertThat(subjects(Lane.APPLY)).isEmpty();
    }

    @Test
    void aPreviewsWalkLooksAtNobodyElse() {
        // Given
        var preview = Envelope.run(integration, Cause.INITIAL_SYNC, run, Mode.PLAN, 1);

        // When
        walks.take(List.of(
                new InitialBatch(preview, 1, Instant.now(), List.of(person("ada"))),
                new WalkClosed(preview, 1, 1, true)));

        // Then
        assertThat(subjects(Lane.PLAN)).containsExactly("ada");
        assertThat(subjects(Lane.APPLY)).isEmpty();
    }

    @Test
    void whomAWalkOverAHundredThousandDidNotMeetIsFoundWithinSeconds() {
        // Given
        jdbi.useHandle(handle -> {
            handle.createUpdate("""
                            insert into ledger (integration_id, subject_id, looked_at, outcome, zenqms_user_id, active)
                            select :integration, 'person ' || n, now(), 'UNCHANGED', 'user ' || n, true
                            from generate_series(1, 100000) as n""").bind("integration", integration.value()).execute();
            handle.createUpdate("insert into walk (integration_id, run_id) values (:integration, :run)")
                    .bind("integration", integration.value())
                    .bind("run", run.value())
                    .execute();
            handle.createUpdate("""
                            insert into walk_batch (integration_id, run_id, batch, subjects)
                            select :integration, :run, 2 + n / 100, array_agg('person ' || n)
                            from generate_series(1, 99999) as n group by n / 100""")
                    .bind("integration", integration.value())
                    .bind("run", run.value())
                    .execute();
        });
        walks.take(List.of(batch(1, "ada", "bob", "cleo")));
        var began = System.nanoTime();

        // When
        walks.take(List.of(closed(1_001, true)));

        // Then
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
        assertThat(subjects(Lane.APPLY)).containsExactlyInAnyOrder("ada", "bob", "cleo", "person 100000");
    }

    private void known(String subject, String user, boolean active, boolean inDirectory) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into ledger (integration_id, subject_id, looked_at, outcome, zenqms_user_id, active, in_directory)
                        values (:integration, :subject, now(), 'UNCHANGED', :user, :active, :inDirectory)""")
                .bind("integration", integration.value())
                .bind("subject", subject)
                .bind("user", user)
                .bind("active", active)
                .bind("inDirectory", inDirectory)
                .execute());
    }

    private InitialBatch batch(int number, String... subjects) {
        return new InitialBatch(
                envelope(),
                number,
                Instant.now(),
                Stream.of(subjects).map(WalksTest::person).toList());
    }

    private WalkClosed closed(int batches, boolean complete) {
        return new WalkClosed(envelope(), batches, batches, complete);
    }

    private Envelope envelope() {
        return Envelope.run(integration, Cause.INITIAL_SYNC, run, Mode.APPLY, 1);
    }

    private List<String> subjects(Lane lane) {
        return leased(lane).stream().map(row -> row.subjectId().value()).toList();
    }

    private List<WorkRow> leased(Lane lane) {
        return queue.lease(integration, lane, 100, Duration.ofMinutes(1))
                .map(Lease::rows)
                .orElse(List.of());
    }

    private static DirectoryPerson person(String subject) {
        return new DirectoryPerson(
                new SubjectId(subject), subject + "@contoso.example", "Ada", "Lovelace", "Programmer", true, false);
    }

    private static RunId newRun() {
        return new RunId(UUID.randomUUID().toString());
    }
}
