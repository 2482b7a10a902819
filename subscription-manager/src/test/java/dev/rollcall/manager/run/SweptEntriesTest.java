package dev.rollcall.manager.run;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.rollcall.manager.run.RunLogDatabase.Said;
import dev.rollcall.model.Cause;
import dev.rollcall.model.OutcomeKind;
import dev.rollcall.model.SubjectId;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a sweep found, beside what notifications said. */
class SweptEntriesTest {

    private static RunLogDatabase log;

    private final Instant noticed = Instant.now().truncatedTo(ChronoUnit.MICROS);
    private final Instant swept = noticed.plusSeconds(60);
    private final String integration = log.integration();

    @BeforeAll
    static void open() {
        log = new RunLogDatabase("subscription_manager_swept_entries");
    }

    @Test
    void whatOnlyASweepFoundIsAnEntryThatItsLookAnswers() {
        // Given
        enter("p");

        // When
        said("p", 1, Cause.SWEEP, OutcomeKind.UPDATED, swept);

        // Then
        assertThat(log.live(integration)).singleElement().satisfies(entry -> {
            assertThat(entry.cause()).isEqualTo("SWEEP");
            assertThat(entry.kind()).isEqualTo("UPDATED");
        });
        assertThat(log.counted()).isEqualTo(log.recounted());
    }

    @Test
    void whatWasAnnouncedIsOneEntryThoughASweepLooksAgain() {
        // Given
        log.notice(List.of(RunLogDatabase.notice(integration, "p", noticed)));
        said("p", 1, Cause.NOTIFICATION, OutcomeKind.UPDATED, noticed);

        // When
        said("p", 2, Cause.SWEEP, OutcomeKind.UNCHANGED, swept);

        // Then
        assertThat(log.live(integration))
                .singleElement()
                .satisfies(entry -> assertThat(entry.cause()).isEqualTo("NOTIFICATION"));
    }

    @Test
    void whatASweepsLookWroteIsToldAlsoWhereANotificationCame() {
        // Given
        log.notice(List.of(RunLogDatabase.notice(integration, "p", noticed)));
        said("p", 1, Cause.NOTIFICATION, OutcomeKind.UNCHANGED, noticed);

        // When
        said("p", 2, Cause.SWEEP, OutcomeKind.UPDATED, swept);

        // Then
        assertThat(log.live(integration)).extracting(Entry::kind).containsExactlyInAnyOrder("UNCHANGED", "UPDATED");
        assertThat(log.counted()).isEqualTo(log.recounted());
    }

    private void enter(String subject) {
        var entries = new SweptEntries(log.ending, log.live, log.counters);
        var person = new SubjectId(subject);
        log.jdbi.useTransaction(handle -> {
            entries.hold(handle, integration);
            entries.enter(handle, integration, Map.of(person, "updated"), Set.of(person), swept);
        });
    }

    private void said(String subject, long sequence, Cause cause, OutcomeKind kind, Instant noticedAt) {
        log.report(List.of(new Said(integration, null, null, subject, sequence, cause, kind, noticedAt).done()));
    }
}
