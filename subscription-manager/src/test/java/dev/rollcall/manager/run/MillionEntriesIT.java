package dev.rollcall.manager.run;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.rollcall.manager.run.RunLogDatabase.Said;
import dev.rollcall.model.Cause;
import dev.rollcall.model.Mode;
import dev.rollcall.model.OutcomeKind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A run of a million people and a Live of a million entries. Fast means here: a page is read from an index, whatever is asked
 * for, and touches few blocks; times are printed, not asserted.
 */
class MillionEntriesIT {

    private static final int MILLION = 1_000_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private static RunLogDatabase log;
    private static String integration;
    private static String run;

    @BeforeAll
    static void seed() {
        log = new RunLogDatabase("million_entries");
        integration = log.integration();
        run = log.run(integration, Mode.APPLY, List.of());
        var indexes = takeIndexes();
        timed("a million entries of a run, seeded", MillionEntriesIT::seedRun);
        timed("a million entries of Live and their outcomes, seeded", MillionEntriesIT::seedLive);
        timed("indexes and statistics", () -> {
            log.jdbi.useHandle(h -> {
                h.execute("set maintenance_work_mem = '256MB'");
                indexes.forEach(h::execute);
                h.execute("analyze");
            });
            return indexes.size();
        });
    }

    /** Made again when all is there: that takes a fraction of the time. */
    private static List<String> takeIndexes() {
        return log.jdbi.withHandle(h -> {
            var all = h.createQuery("""
                            select indexname, indexdef from pg_indexes i where schemaname = current_schema()
                              and tablename in ('run_entry', 'live_entry', 'outcome')
                              and not exists (select 1 from pg_constraint c where c.conname = i.indexname)""")
                    .map((rs, ctx) -> new String[] {rs.getString(1), rs.getString(2)})
                    .list();
            all.forEach(index -> h.execute("drop index " + index[0]));
            return all.stream().map(index -> index[1]).toList();
        });
    }

    /** Beside another hundred thousand of ten other runs. */
    private static int seedRun() {
        return log.jdbi.inTransaction(h -> {
            var seeded = h.createUpdate("""
                            insert into run_entry (run_id, subject_id, sequence, kind, reason, detail, match, zenqms_user_id,
                                                   content, at)
                            select case when i <= :million then :run else 'other-' || i % 10 end, md5(i::text), 1,
                                case when i % 2000 = 0 then null when i % 100 < 80 then 'UNCHANGED' when i % 100 < 90 then 'UPDATED'
                                    when i % 100 < 95 then 'CREATED' when i % 1000 = 999 then 'FAILED' else 'SKIPPED' end,
                                case when i % 2000 = 0 then null when i % 100 < 95 then null when i % 1000 = 999 then 'persistent-error'
                                    when i % 50000 = 98 then 'mail-shared-in-directory' else 'missing-job-title' end,
                                case when i % 100 >= 95 then 'What it means and what to do.' end,
                                case when i % 10000 = 97 then 'DISPUTED' when i % 100 < 95 then 'LINKED' else 'NONE' end,
                                case when i % 100 < 95 then 'u-' || i end,
                                case when i % 100 between 80 and 94 then '{"before":{"title":"A"},"after":{"title":"B"}}' end,
                                case when i % 2000 <> 0 then timestamptz '2026-11-01' + i * interval '4 milliseconds' end
                            from generate_series(1, :all) i""")
                    .bind("run", run)
                    .bind("million", MILLION)
                    .bind("all", MILLION + 100_000)
                    .execute();
            h.createUpdate("""
                            insert into run_count (run_id, kind, reason, n)
                            select run_id, coalesce(kind, 'PENDING'), coalesce(reason, ''), count(*) from run_entry
                            where run_id = :run group by 1, 2, 3
                            on conflict (run_id, kind, reason) do update set n = excluded.n""").bind("run", run).execute();
            return seeded;
        });
    }

    private static int seedLive() {
        return log.jdbi.inTransaction(h -> {
            LiveRun.ensure(h, List.of(integration));
            h.createUpdate("""
                            insert into outcome (integration_id, subject_id, sequence, cause, kind, reason, match,
                                                 zenqms_user_id, content, at, noticed_at)
                            select case when i <= :million then :integration else 'other-' || i % 10 end,
                                md5((i % 50000)::text), i, 'NOTIFICATION',
                                case when i % 100 < 80 then 'UNCHANGED' when i % 1000 = 999 then 'FAILED' else 'UPDATED' end,
                                case when i % 1000 = 999 then 'persistent-error' end,
                                case when i % 10000 = 97 then 'DISPUTED' else 'LINKED' end, 'u-' || (i % 50000),
                                '{"after":{"title":"B"}}', timestamptz '2026-10-01' + i * interval '3 seconds',
                                timestamptz '2026-10-01' + i * interval '3 seconds'
                            from generate_series(1, :all) i""")
                    .bind("integration", integration)
                    .bind("million", MILLION)
                    .bind("all", MILLION + 100_000)
                    .execute();
            return h.createUpdate("""
                            insert into live_entry (integration_id, source, received_at, about, subject_id, change, cause, kind,
                                                    reason, match, zenqms_user_id, sequence, answered_at)
                            select integration_id, 'e-' || position, at, 'PERSON', subject_id, 'updated', cause,
                                case when position % 2000 <> 0 then kind end, case when position % 2000 <> 0 then reason end,
                                match, zenqms_user_id, sequence, at
                            from outcome order by position""").execute();
        });
    }

    static Stream<EntryFilter> filters() {
        var middle = Instant.parse("2026-11-01T00:33:00Z");
        var lately = Instant.parse("2026-11-04T17:00:00Z");
        return Stream.of(
                EntryFilter.ALL,
                filter("kind", "UNCHANGED"),
                filter("kind", "FAILED"),
                filter("kind", "PENDING"),
                filter("kind", "NONE"),
                filter("reason", "missing-job-title"),
                filter("reason", "mail-shared-in-directory"),
                filter("reason", "persistent-error"),
                filter("match", "LINKED"),
                filter("match", "DISPUTED"),
                filter("user", "u-77"),
                filter("user", "nobody"),
                filter("subject", "c4ca4238a0b923820dcc509a6f75849b"),
                new EntryFilter("FAILED", "persistent-error", null, null, null, null, null, null),
                new EntryFilter("SKIPPED", null, "DISPUTED", null, null, null, null, null),
                new EntryFilter(null, null, null, null, null, null, middle, middle.plusSeconds(60)),
                new EntryFilter(null, null, null, null, null, null, lately, null),
                new EntryFilter("UPDATED", null, null, null, null, null, middle, null),
                new EntryFilter("FAILED", null, null, null, null, null, middle, null));
    }

    private static EntryFilter filter(String field, String value) {
        return new EntryFilter(
                field.equals("kind") ? value : null,
                field.equals("reason") ? value : null,
                field.equals("match") ? value : null,
                field.equals("subject") ? value : null,
                field.equals("user") ? value : null,
                null,
                null,
                null);
    }

    @ParameterizedTest
    @MethodSource("filters")
    void aPageOfARunComesFromAnIndex(EntryFilter filter) throws Exception {
        // Given
        var middle = filter.isOfATime() ? new Cursor(Instant.parse("2026-11-01T00:33:30Z"), "8").text() : "8";

        // When
        var plans = plans(
                EntryQuery.of(log.head(run), filter, null, 100), EntryQuery.of(log.head(run), filter, middle, 100));

        // Then
        assertThat(plans).allSatisfy(MillionEntriesIT::readsLittle);
        timed(
                "a page of the run, " + filter,
                () -> log.entries
                        .page(log.head(run), filter, middle, 100)
                        .items()
                        .size());
    }

    @ParameterizedTest
    @MethodSource("filters")
    void aPageOfLiveComesFromAnIndex(EntryFilter filter) throws Exception {
        // Given
        var live = log.head(LiveRun.id(integration));
        var middle = new Cursor(Instant.parse("2026-10-20T00:00:00Z"), "500000").text();

        // When
        var plans = plans(EntryQuery.of(live, filter, null, 100), EntryQuery.of(live, filter, middle, 100));

        // Then
        assertThat(plans).allSatisfy(MillionEntriesIT::readsLittle);
        timed(
                "a page of Live, " + filter,
                () -> log.entries.page(live, filter, middle, 100).items().size());
    }

    @Test
    void lookingAtRunsCountsNobody() {
        // When
        var shown = timed("a run of a million", () -> log.find(run));
        var live = timed("Live of a million", () -> log.find(LiveRun.id(integration)));
        timed("the runs of an integration", () -> log.runs.ofIntegration(integration, null, 100));
        timed("the newest outcomes of an integration", () -> log.runs.outcomes(integration, null, Long.MAX_VALUE, 100));
        timed(
                "the outcomes of one person",
                () -> log.runs.outcomes(integration, "c4ca4238a0b923820dcc509a6f75849b", Long.MAX_VALUE, 100));

        // Then
        assertThat(shown.total()).isEqualTo(MILLION);
        assertThat(shown.pending()).isEqualTo(MILLION / 2000);
        assertThat(live.integrationId()).isEqualTo(integration);
    }

    @Test
    void anExportOfAMillionHoldsNoMoreThanAPage() throws Exception {
        // Given
        var export = new EntryExport(log.entries, dev.rollcall.outbox.MessageJson.create(), Supplier::get);
        var counting = new Counting();

        // When
        timed("a million entries as CSV", () -> {
            export.csv(log.head(run), EntryFilter.ALL, counting);
            return counting.lines;
        });

        // Then
        assertThat(counting.lines).isEqualTo(MILLION + 1);
    }

    /** Keeps nothing. */
    private static final class Counting extends ByteArrayOutputStream {
        private long lines;

        @Override
        public synchronized void write(int b) {
            lines += b == '\n' ? 1 : 0;
        }

        @Override
        public synchronized void write(byte[] bytes, int from, int length) {
            for (int i = from; i < from + length; i++) {
                write(bytes[i]);
            }
        }
    }

    @Test
    void reportsAreTakenInBatches() {
        // Given
        var people = IntStream.range(0, 20_000).mapToObj(i -> "person-" + i).toList();
        var other = log.integration();
        var otherRun = log.run(other, Mode.APPLY, people);
        var ofTheRun = said(people, other, otherRun, null);
        var arrivals = people.stream()
                .map(p -> RunLogDatabase.notice(other, p, Instant.parse("2026-11-23T10:00:00Z")))
                .toList();
        var ofLive = said(people, other, null, Instant.parse("2026-11-23T10:00:00Z"));

        // When
        timed("20,000 reports of a run, by 500", () -> inBatches(ofTheRun, log::report));
        timed("20,000 notices, by 500", () -> inBatches(arrivals, log::notice));
        timed("20,000 reports that answer them, by 500", () -> inBatches(ofLive, log::report));

        // Then
        assertThat(log.find(otherRun).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(log.find(LiveRun.id(other)).counts()).containsEntry("UPDATED", 20_000L);
        assertThat(log.find(LiveRun.id(other)).pending()).isZero();
    }

    private static List<Report> said(List<String> people, String integration, String run, Instant noticed) {
        var said = new ArrayList<Report>();
        var cause = run == null ? Cause.NOTIFICATION : Cause.INITIAL_SYNC;
        people.forEach(p -> said.add(
                new Said(integration, run, null, p, run == null ? 2 : 1, cause, OutcomeKind.UPDATED, noticed).done()));
        return said;
    }

    private static <T> int inBatches(List<T> all, java.util.function.Consumer<List<T>> take) {
        for (int from = 0; from < all.size(); from += 500) {
            take.accept(all.subList(from, from + 500));
        }
        return all.size();
    }

    private static void readsLittle(JsonNode plan) {
        assertThat(nodes(plan))
                .as(plan.toPrettyString())
                .noneMatch(n -> n.path("Node Type").asText().equals("Seq Scan"));
        assertThat(plan.path("Shared Hit Blocks").asLong()
                        + plan.path("Shared Read Blocks").asLong())
                .as(plan.toPrettyString())
                .isLessThan(2000);
    }

    private static List<JsonNode> nodes(JsonNode plan) {
        var all = new ArrayList<JsonNode>();
        all.add(plan);
        plan.path("Plans").forEach(p -> all.addAll(nodes(p)));
        return all;
    }

    /** As it is planned with the values, and as it is once the driver has it prepared. */
    private static List<JsonNode> plans(EntryQuery... queries) throws Exception {
        var plans = new ArrayList<JsonNode>();
        for (var mode : List.of("force_custom_plan", "force_generic_plan")) {
            for (var query : queries) {
                var text = log.jdbi.inTransaction(h -> {
                    h.execute("set local plan_cache_mode = " + mode);
                    return query.bind(h.createQuery("explain (analyze, buffers, format json) " + query.sql()))
                            .mapTo(String.class)
                            .one();
                });
                plans.add(JSON.readTree(text).get(0).path("Plan"));
            }
        }
        return plans;
    }

    private interface Work<T> {
        T get() throws Exception;
    }

    private static <T> T timed(String what, Work<T> work) {
        try {
            var from = System.nanoTime();
            var result = work.get();
            System.out.printf(
                    "%s: %d ms%n",
                    what, Duration.ofNanos(System.nanoTime() - from).toMillis());
            return result;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
