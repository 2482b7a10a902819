package dev.rollcall.manager.run;

import java.time.Instant;
import java.util.List;

import dev.rollcall.manager.run.RunLogDatabase.Said;
import dev.rollcall.model.Cause;
import dev.rollcall.model.OutcomeKind;
import dev.rollcall.model.SyncAction;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** On a real PostgreSQL. */
class HeldPeopleTest {

    private static RunLogDatabase log;

    private String integration;

    @BeforeAll
    static void startTheDatabase() {
        log = new RunLogDatabase("held_people");
    }

    @BeforeEach
    void anIntegration() {
        integration = log.integration();
    }

    @Test
    void somebodyIsHeldAsLongAsTheirNewestOutcomeSaysSo() {
        // Given
        log.report(List.of(said("p-1", 1, OutcomeKind.HELD), said("p-2", 1, OutcomeKind.HELD)));

        // When
        log.report(List.of(said("p-1", 2, OutcomeKind.DEACTIVATED)));

        // Then
        assertThat(held()).containsExactly("p-2");
    }

    @Test
    void whatIsReportedTwiceOrLateHoldsNobodyAgain() {
        // Given
        var first = said("p-1", 1, OutcomeKind.HELD);
        log.report(List.of(first, said("p-1", 3, OutcomeKind.SKIPPED)));

        // When
        log.report(List.of(first));
        log.report(List.of(said("p-1", 2, OutcomeKind.HELD)));

        // Then
        assertThat(held()).isEmpty();
    }

    @Test
    void somebodyWhoIsHeldAgainIsStillHeldSinceTheFirstTimeAndCanBeAskedForAgain() {
        // Given
        log.report(List.of(said("p-1", 1, OutcomeKind.HELD)));
        var since = page(null, 10).items().getFirst().since();
        assertThat(ask(List.of("p-1", "p-2"))).containsExactly("p-1");
        assertThat(page(null, 10).items().getFirst().asked()).isEqualTo(SyncAction.RELEASE);
        assertThat(ask(null)).isEmpty();

        // When
        log.report(List.of(said("p-1", 2, OutcomeKind.HELD)));

        // Then
        var held = page(null, 10).items().getFirst();
        assertThat(held.since()).isEqualTo(since);
        assertThat(held.asked()).isNull();
        assertThat(ask(null)).containsExactly("p-1");
    }

    @Test
    void pagesLoseNobody() {
        // Given
        for (int i = 0; i < 5; i++) {
            log.report(List.of(said("p-" + i, 1, OutcomeKind.HELD)));
        }

        // When
        var first = page(null, 2);
        var second = page(Cursor.parse(first.next()), 2);
        var third = page(Cursor.parse(second.next()), 2);

        // Then
        assertThat(List.of(first, second, third))
                .flatExtracting(page ->
                        page.items().stream().map(HeldPeople.Held::subjectId).toList())
                .containsExactly("p-0", "p-1", "p-2", "p-3", "p-4");
        assertThat(third.next()).isNull();
    }

    private List<String> ask(List<String> people) {
        return log.jdbi.inTransaction(
                handle -> log.held.ask(handle, integration, people, SyncAction.RELEASE, 10).stream()
                        .map(subject -> subject.value())
                        .toList());
    }

    private List<String> held() {
        return page(null, 100).items().stream().map(HeldPeople.Held::subjectId).toList();
    }

    private Page<HeldPeople.Held> page(Cursor after, int limit) {
        return log.held.of(integration, after, limit);
    }

    private Report.Done said(String subject, long sequence, OutcomeKind kind) {
        return new Said(integration, null, null, subject, sequence, Cause.NOTIFICATION, kind, Instant.now()).done();
    }
}
