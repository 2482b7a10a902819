package dev.rollcall.manager.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.rollcall.manager.run.RunLogDatabase.Said;
import dev.rollcall.manager.web.ProblemException;
import dev.rollcall.model.Cause;
import dev.rollcall.model.Mode;
import dev.rollcall.model.OutcomeKind;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Pages and filters of entries, on a real PostgreSQL. */
class EntryPagesTest {

    private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

    private static RunLogDatabase log;
    private static String integration;
    private static String run;

    @BeforeAll
    static void thirtyPeopleOfWhomTwentyAreDone() {
        log = new RunLogDatabase("entry_pages");
        integration = log.integration();
        var people = IntStream.range(0, 30).mapToObj(i -> "p-%02d".formatted(i)).toList();
        run = log.run(integration, Mode.APPLY, people);
        people.subList(0, 20).forEach(p -> log.report(List.of(said(p, run, kind(p), null))));
        people.forEach(p ->
                log.notice(List.of(RunLogDatabase.notice(integration, p, START.plusSeconds(number(p) / 3)))));
        people.subList(0, 20)
                .forEach(p -> log.report(List.of(said(p, null, kind(p), START.plusSeconds(number(p) / 3)))));
    }

    static Stream<EntryFilter> filters() {
        return Stream.of(
                EntryFilter.ALL,
                new EntryFilter("SKIPPED", null, null, null, null, null, null, null),
                new EntryFilter("PENDING", null, null, null, null, null, null, null),
                new EntryFilter(null, "missing-job-title", null, null, null, null, null, null),
                new EntryFilter(null, null, null, "p-07", null, null, null, null),
                new EntryFilter(null, null, null, null, null, null, START, null),
                new EntryFilter(
                        "UPDATED",
                        null,
                        null,
                        null,
                        null,
                        null,
                        START,
                        Instant.now().plusSeconds(3600)));
    }

    @ParameterizedTest
    @MethodSource("filters")
    void smallPagesShowEverybodyOnceInTheSameOrderAsOneLargePage(EntryFilter filter) {
        for (var id : List.of(run, LiveRun.id(integration))) {
            // Given
            var whole = log.entries.page(log.head(id), filter, null, 1000).items();

            // When
            var paged = new ArrayList<Entry>();
            String after = null;
            do {
                var page = log.entries.page(log.head(id), filter, after, 4);
                paged.addAll(page.items());
                after = page.next();
            } while (after != null);

            // Then
            assertThat(whole).isNotEmpty();
            assertThat(paged)
                    .extracting(Entry::id, Entry::subjectId)
                    .containsExactlyElementsOf(whole.stream()
                            .map(e -> org.assertj.core.groups.Tuple.tuple(e.id(), e.subjectId()))
                            .toList());
        }
    }

    @Test
    void filtersShowWhatTheySay() {
        // When
        var skipped = log.entries.page(
                log.head(run), new EntryFilter("SKIPPED", null, null, null, null, null, null, null), null, 100);
        var pending = log.entries.page(
                log.head(run), new EntryFilter("PENDING", null, null, null, null, null, null, null), null, 100);
        var live = log.entries.page(
                log.head(LiveRun.id(integration)),
                new EntryFilter(null, null, null, null, null, null, START.plusSeconds(1), START.plusSeconds(2)),
                null,
                100);

        // Then
        assertThat(skipped.items())
                .extracting(Entry::kind)
                .containsOnly("SKIPPED")
                .hasSize(10);
        assertThat(pending.items())
                .hasSize(10)
                .allSatisfy(e -> assertThat(e.waiting()).startsWith("Waits for a worker"));
        assertThat(live.items()).extracting(Entry::subjectId).containsExactly("p-05", "p-04", "p-03");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "12_", "_3", "1_x", "99999999999999999999_1"})
    void aPositionThatNeverWasIsRefused(String after) {
        // When
        var live = log.head(LiveRun.id(integration));

        // Then
        assertThatThrownBy(() -> log.entries.page(live, EntryFilter.ALL, after, 10))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("next");
    }

    private static int number(String person) {
        return Integer.parseInt(person.substring(2));
    }

    private static OutcomeKind kind(String person) {
        return number(person) % 2 == 0 ? OutcomeKind.SKIPPED : OutcomeKind.UPDATED;
    }

    private static Report said(String person, String ofRun, OutcomeKind kind, Instant noticed) {
        var cause = ofRun == null ? Cause.NOTIFICATION : Cause.INITIAL_SYNC;
        return new Said(integration, ofRun, null, person, ofRun == null ? 2 : 1, cause, kind, noticed).done();
    }
}
