package dev.rollcall.usersync;

import java.time.Instant;
import java.util.List;

import dev.rollcall.model.Cause;
import dev.rollcall.model.Envelope;
import dev.rollcall.model.IntegrationState;
import dev.rollcall.model.Mode;
import dev.rollcall.model.OutcomeKind;
import dev.rollcall.model.RunCancelled;
import dev.rollcall.model.SubjectId;
import dev.rollcall.model.SyncOutcome;
import dev.rollcall.model.UserNotice;
import dev.rollcall.sandbox.ZenUser;
import dev.rollcall.usersync.rules.Directory;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What the run log lives on: which notices an outcome answers, and the end of a run that is cancelled. */
class RunsIT extends OnRealParts {

    @Test
    void promise1_anOutcomeNamesTheNewestNoticeThatItAnswers() {
        // Given
        var ada = scenario.hire("Ada");
        var first = Instant.parse("2026-11-27T10:00:00Z");
        var newest = first.plusSeconds(5);
        scenario.settings(IntegrationState.PAUSED, Scenario.SETTINGS);
        List.of(first, newest, first.plusSeconds(1)).forEach(at -> scenario.send(notice(ada.id(), at)));
        await().until(() -> scenario.workRows("generation = 3") == 1);

        // When
        scenario.settings(IntegrationState.ACTIVE, Scenario.SETTINGS);

        // Then
        scenario.awaitOutcome(ada, OutcomeKind.CREATED);
        assertThat(scenario.outcomes()).extracting(SyncOutcome::noticedAt).containsExactly(newest);
    }

    @Test
    void aCancelledRunLeavesAloneWhomOnlyItAskedFor() {
        // Given
        var ada = scenario.hire("Ada");
        scenario.hire("Bob");
        var run = Scenario.newRun();
        scenario.settings(IntegrationState.PAUSED, Scenario.SETTINGS);
        scenario.batches(run, Mode.APPLY, scenario.snapshot(), Instant.now());
        await().until(() -> scenario.workRows("true") == 2);
        scenario.notice(ada);
        await().until(() -> scenario.workRows("generation = 2") == 1);

        // When
        scenario.send(
                new RunCancelled(Envelope.run(scenario.id(), Cause.ADMINISTRATION, run, Mode.APPLY, 1), Instant.now()));
        await().until(() -> scenario.workRows("true") == 1);
        var late = scenario.hire("Late");
        scenario.batches(run, Mode.APPLY, List.of(Directory.snapshot(late)), Instant.now());
        scenario.settings(IntegrationState.ACTIVE, Scenario.SETTINGS);

        // Then
        scenario.awaitOutcome(ada, OutcomeKind.CREATED);
        var preview = Scenario.newRun();
        scenario.batches(preview, Mode.PLAN, List.of(Directory.snapshot(late)), Instant.now());
        scenario.awaitPlans(preview, 1);
        assertThat(scenario.zenQms().users()).extracting(ZenUser::externalId).containsExactly(ada.id());
    }

    private UserNotice notice(String subject, Instant at) {
        return new UserNotice(
                Envelope.live(scenario.id(), Cause.NOTIFICATION, 1, null), new SubjectId(subject), "updated", at);
    }
}
