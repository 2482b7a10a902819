package dev.rollcall.manager.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.rollcall.manager.run.NoticeProjection.Sourced;
import dev.rollcall.manager.run.RunLogDatabase.Said;
import dev.rollcall.model.Cause;
import dev.rollcall.model.Mode;
import dev.rollcall.model.OutcomeKind;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Random days of an integration, reported twice and in disorder; on a real PostgreSQL. */
class RunLogReplayTest {

    private static final Instant START = Instant.parse("2026-11-23T10:00:00.123456Z");
    private static final OutcomeKind[] KINDS = {
        OutcomeKind.CREATED, OutcomeKind.UPDATED, OutcomeKind.UNCHANGED, OutcomeKind.SKIPPED, OutcomeKind.FAILED
    };

    private static RunLogDatabase log;

    @BeforeAll
    static void startTheDatabase() {
        log = new RunLogDatabase("run_log_replay");
    }

    /** What happened, and what the other services said of it, in the order of each topic. */
    private record Day(List<Sourced> notices, List<Said> said) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void countersEqualARecountAndEveryNoticeFindsItsOutcome(long seed) {
        // Given
        var random = new Random(seed);
        var integration = log.integration();
        var people = IntStream.range(0, 12).mapToObj(i -> "p-" + i).toList();
        var run = log.run(integration, Mode.APPLY, people);
        var day = day(random, integration, run, people);

        // When
        deliver(random, day);

        // Then
        assertThat(log.counted()).isEqualTo(log.recounted());
        var live = log.live(integration);
        assertEachNoticeHasTheFirstOutcomeThatAnswersIt(live, day);
        assertEveryLookOfLiveIsTold(integration, day);
        assertThat(live.stream().filter(e -> e.about() != null && "NOTIFICATION".equals(e.cause())))
                .hasSizeGreaterThanOrEqualTo(day.notices().size());
    }

    @Test
    void neitherANoticeNorItsOutcomeIsOverlookedWhenBothComeAtOnce() throws Exception {
        // Given
        var integration = log.integration();
        var notices = new ArrayList<Sourced>();
        var said = new ArrayList<Report>();
        for (int i = 0; i < 200; i++) {
            var at = START.plusSeconds(i);
            notices.add(RunLogDatabase.notice(integration, "p-" + i, at));
            said.add(
                    new Said(integration, null, null, "p-" + i, 1, Cause.NOTIFICATION, OutcomeKind.UPDATED, at).done());
        }

        // When
        try (var both = Executors.newFixedThreadPool(2)) {
            var heard = both.submit(() -> notices.forEach(n -> log.notice(List.of(n))));
            var reported = both.submit(() -> said.forEach(r -> log.report(List.of(r))));
            heard.get();
            reported.get();
        }

        // Then
        var live = log.find(LiveRun.id(integration));
        assertThat(live.pending()).isZero();
        assertThat(live.counts()).isEqualTo(Map.of("UPDATED", 200L));
        assertThat(log.counted()).isEqualTo(log.recounted());
    }

    @Test
    void twoReplicasThatProjectTheSameNoticesAtOnceLoseNoCountAndCountNoneTwice() throws Exception {
        // Given: some were answered before anybody read them.
        var integration = log.integration();
        var notices = IntStream.range(0, 1_000)
                .mapToObj(i -> RunLogDatabase.notice(integration, "p-" + i % 10, START.plusSeconds(i)))
                .toList();
        var at = START.plusSeconds(500);
        log.report(List.of(
                new Said(integration, null, null, "p-0", 1, Cause.NOTIFICATION, OutcomeKind.UPDATED, at).done()));

        // When: a connection each, and what both read in an order of its own.
        var bothAreThere = new CyclicBarrier(2);
        try (var replicas = Executors.newFixedThreadPool(2)) {
            for (int i = 0; i < notices.size(); i += 200) {
                var one = notices.subList(i, i + 150);
                var other = notices.subList(i + 50, i + 200).reversed();
                var both = Stream.of(one, other)
                        .map(theirs -> replicas.submit(() -> {
                            bothAreThere.await();
                            log.notice(theirs);
                            return null;
                        }))
                        .toList();
                for (var projected : both) {
                    projected.get();
                }
            }
        }

        // Then
        var live = log.find(LiveRun.id(integration));
        assertThat(live.counts()).isEqualTo(Map.of("UPDATED", 51L));
        assertThat(live.pending()).isEqualTo(949);
        assertThat(log.counted()).isEqualTo(log.recounted());
    }

    private static Day day(Random random, String integration, String run, List<String> people) {
        var notices = new ArrayList<Sourced>();
        var said = new ArrayList<Said>();
        var sequences = new HashMap<String, Long>();
        var newest = new HashMap<String, Instant>();
        var requests = new HashMap<String, String>();
        for (int step = 0; step < 150; step++) {
            var person = people.get(random.nextInt(people.size()));
            var at = START.plusMillis(step * 10L + random.nextInt(9));
            switch (random.nextInt(6)) {
                case 0, 1 -> {
                    notices.add(RunLogDatabase.notice(integration, person, at));
                    newest.put(person, at);
                }
                case 2 -> {
                    var request = UUID.randomUUID().toString();
                    log.request(integration, person, request, at);
                    requests.put(person, request);
                }
                default -> {
                    var ofRun = random.nextInt(3) == 0;
                    said.add(new Said(
                            integration,
                            ofRun ? run : null,
                            requests.get(person),
                            person,
                            sequences.merge(person, 1L, Long::sum),
                            newest.containsKey(person) ? Cause.NOTIFICATION : Cause.SECOND_LOOK,
                            KINDS[random.nextInt(KINDS.length)],
                            newest.get(person)));
                    // A row that nobody knocked on meanwhile is gone; otherwise it keeps what it knew.
                    if (random.nextBoolean()) {
                        newest.remove(person);
                        requests.remove(person);
                    }
                }
            }
        }
        return new Day(notices, said);
    }

    /** Two topics, each in batches of its own and partly read twice; after each batch the counters are right. */
    private static void deliver(Random random, Day day) {
        int heard = 0;
        int reported = 0;
        while (heard < day.notices().size() || reported < day.said().size()) {
            if (random.nextBoolean() && heard < day.notices().size()) {
                var to = Math.min(day.notices().size(), heard + 1 + random.nextInt(12));
                log.notice(day.notices().subList(Math.max(0, heard - random.nextInt(5)), to));
                heard = to;
            } else if (reported < day.said().size()) {
                var to = Math.min(day.said().size(), reported + 1 + random.nextInt(12));
                log.report(day.said().subList(Math.max(0, reported - random.nextInt(5)), to).stream()
                        .<Report>map(Said::done)
                        .toList());
                reported = to;
            }
            assertThat(log.counted()).isEqualTo(log.recounted());
        }
    }

    private static void assertEachNoticeHasTheFirstOutcomeThatAnswersIt(List<Entry> live, Day day) {
        for (var sourced : day.notices()) {
            var notice = ((Notice.Person) sourced.notice()).notice();
            var expected = day.said().stream()
                    .filter(s -> s.subject().equals(notice.subjectId().value()))
                    .filter(s -> s.noticedAt() != null && !s.noticedAt().isBefore(notice.noticedAt()))
                    .findFirst()
                    .map(s -> s.kind().name())
                    .orElse(null);
            assertThat(live)
                    .filteredOn(e -> "updated".equals(e.change())
                            && e.subjectId().equals(notice.subjectId().value())
                            && e.received().equals(notice.noticedAt()))
                    .singleElement()
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(expected))
                    .satisfies(e -> assertThat(e.waiting() == null).isEqualTo(expected != null));
        }
    }

    private static void assertEveryLookOfLiveIsTold(String integration, Day day) {
        var told = new HashSet<>(log.jdbi.withHandle(h -> h.createQuery(
                        "select distinct subject_id || '/' || sequence from live_entry where integration_id = :id and sequence > 0")
                .bind("id", integration)
                .mapTo(String.class)
                .list()));
        var looks = new TreeSet<String>();
        day.said().stream().filter(s -> s.run() == null).forEach(s -> looks.add(s.subject() + "/" + s.sequence()));
        assertThat(told).containsAll(looks);
    }
}
