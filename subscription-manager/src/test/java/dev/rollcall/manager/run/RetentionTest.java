package dev.rollcall.manager.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

import dev.rollcall.manager.run.RunLogDatabase.Said;
import dev.rollcall.model.Cause;
import dev.rollcall.model.Mode;
import dev.rollcall.model.OutcomeKind;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What is deleted, and what never is; on a real PostgreSQL. */
class RetentionTest {

    private static final Instant LONG_AGO = Instant.now().minus(Duration.ofDays(401));
    private static final Instant BEFORE = Instant.now().minus(Duration.ofDays(400));

    private static RunLogDatabase log;

    @BeforeAll
    static void startTheDatabase() {
        log = new RunLogDatabase("retention");
    }

    @Test
    void oldRunsGoWithTheirEntriesAndNothingElseDoes() {
        // Given
        var integration = log.integration();
        var people = IntStream.range(0, 6000).mapToObj(i -> "p-" + i).toList();
        var old = ended(integration, people);
        age(old);
        var recent = ended(integration, List.of("p-1"));
        var underWay = log.run(integration, Mode.APPLY, List.of("p-1", "p-2"));
        age(underWay);

        // When
        log.retention.deleteBefore(BEFORE);

        // Then
        assertThat(entriesOf(old)).isZero();
        assertThat(log.runs.find(old)).isEmpty();
        assertThat(log.find(recent).total()).isEqualTo(1);
        assertThat(log.find(underWay).pending()).isEqualTo(2);
        assertThat(log.counted()).isEqualTo(log.recounted());
    }

    @Test
    void oldEntriesOfLiveGoButNeverOneThatWaits() {
        // Given
        var integration = log.integration();
        log.notice(List.of(
                RunLogDatabase.notice(integration, "answered", LONG_AGO),
                RunLogDatabase.notice(integration, "waiting", LONG_AGO),
                RunLogDatabase.notice(integration, "recent", Instant.now())));
        log.report(List.of(
                said(integration, null, "answered", LONG_AGO), said(integration, null, "recent", Instant.now())));

        // When
        log.retention.deleteBefore(BEFORE);

        // Then
        assertThat(log.live(integration)).extracting(Entry::subjectId).containsExactlyInAnyOrder("waiting", "recent");
        assertThat(log.find(LiveRun.id(integration)).pending()).isEqualTo(1);
        assertThat(log.counted()).isEqualTo(log.recounted());
    }

    @Test
    void oldReportsGo() {
        // Given
        var integration = log.integration();
        log.report(List.of(said(integration, null, "p-1", null), said(integration, null, "p-2", null)));
        log.jdbi.useHandle(
                h -> h.createUpdate("update outcome set at = :at where integration_id = :id and subject_id = 'p-1'")
                        .bind("at", LONG_AGO)
                        .bind("id", integration)
                        .execute());

        // When
        log.retention.deleteBefore(BEFORE);

        // Then
        List<String> left =
                log.jdbi.withHandle(h -> h.createQuery("select subject_id from outcome where integration_id = :id")
                        .bind("id", integration)
                        .mapTo(String.class)
                        .list());
        assertThat(left).containsExactly("p-2");
    }

    private static String ended(String integration, List<String> people) {
        var run = log.run(integration, Mode.APPLY, people);
        log.report(people.stream().map(p -> said(integration, run, p, null)).toList());
        assertThat(log.find(run).state()).isEqualTo(RunState.SUCCEEDED);
        return run;
    }

    private static void age(String run) {
        log.jdbi.useHandle(
                h -> h.createUpdate("""
                        update run set started_at = :at, ended_at = case when ended_at is null then null else :at::timestamptz end
                        where id = :id""").bind("at", LONG_AGO).bind("id", run).execute());
    }

    private static long entriesOf(String run) {
        return log.jdbi.withHandle(h -> h.createQuery("select count(*) from run_entry where run_id = :run")
                .bind("run", run)
                .mapTo(Long.class)
                .one());
    }

    private static Report said(String integration, String run, String person, Instant noticed) {
        var cause = noticed == null ? Cause.RETRY : Cause.NOTIFICATION;
        // Reports of a run and of Live in one table: a number of its own each.
        var sequence = run == null ? 1 : Math.abs(run.hashCode());
        return new Said(integration, run, null, person, sequence, cause, OutcomeKind.UPDATED, noticed).done();
    }
}
