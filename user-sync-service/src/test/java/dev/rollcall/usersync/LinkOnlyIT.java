package dev.rollcall.usersync;

import java.time.Instant;
import java.util.List;
import java.util.Set;

import dev.rollcall.model.IntegrationSettings;
import dev.rollcall.model.IntegrationState;
import dev.rollcall.model.Mode;
import dev.rollcall.model.OutcomeKind;
import dev.rollcall.model.SubjectId;
import dev.rollcall.sandbox.Person;
import dev.rollcall.sandbox.ZenUser;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A first sync that only links, and the live changes after it. */
class LinkOnlyIT extends OnRealParts {

    @Test
    void linkingSetsExternalIdsAndNothingElse() {
        // Given
        var ada = scenario.hire("Ada");
        var disabled = scenario.hire("Disabled");
        scenario.directory().change(disabled.id(), p -> p.withAccountEnabled(false));
        var inactive = scenario.hire("Inactive");
        var noTitle = scenario.hire("Notitle");
        scenario.directory().change(noTitle.id(), p -> p.withJobTitle(null));
        var unmatched = scenario.hire("Unmatched");
        var before =
                List.of(existing(ada), existing(disabled), existing(inactive).withActive(false), existing(noTitle));
        before.forEach(scenario.zenQms()::seed);
        var run = Scenario.newRun();

        // When
        scenario.batches(run, Mode.LINK, scenario.snapshot(), Instant.now());

        // Then
        scenario.awaitOutcomes(run, 5);
        assertThat(scenario.outcomesOf(run))
                .hasEntrySatisfying(of(ada), o -> assertThat(o.kind()).isEqualTo(OutcomeKind.LINKED));
        assertThat(scenario.outcomesOf(run).get(of(disabled)).kind()).isEqualTo(OutcomeKind.LINKED);
        assertThat(scenario.outcomesOf(run).get(of(inactive)).kind()).isEqualTo(OutcomeKind.LINKED);
        assertThat(scenario.outcomesOf(run).get(of(noTitle)).reason()).isEqualTo("missing-job-title");
        assertThat(scenario.outcomesOf(run).get(of(unmatched)).reason()).isEqualTo("creating-is-off");
        assertThat(scenario.zenQms().users())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("id")
                .containsExactlyInAnyOrder(
                        before.get(0).withExternalId(ada.id()),
                        before.get(1).withExternalId(disabled.id()),
                        before.get(2).withExternalId(inactive.id()),
                        before.get(3));
        assertThat(scenario.writes()).hasSize(3).allMatch(call -> !call.body().contains("title"));
    }

    @Test
    void theFirstLiveChangeUpdatesAndWhetherItCreatesIsASetting() {
        // Given
        scenario.settings(IntegrationState.ACTIVE, creating(false));
        await().until(() -> scenario.settingsKnown());
        var ada = scenario.hire("Ada");
        var same = scenario.hire("Same");
        scenario.zenQms().seed(existing(ada));
        var equal =
                scenario.zenQms().seed(existing(same).withTitle(same.jobTitle()).withLastName(same.surname()));
        var run = Scenario.newRun();
        scenario.batches(run, Mode.LINK, scenario.snapshot(), Instant.now());
        scenario.awaitOutcomes(run, 2);
        scenario.zenQms().edit(equal.id(), user -> user.withTitle("Edited by hand"));
        var late = scenario.hire("Late");

        // When
        List.of(ada, same, late).forEach(scenario::notice);

        // Then: nothing was remembered as written, so ZenQMS is asked.
        scenario.awaitOutcome(ada, OutcomeKind.UPDATED);
        scenario.awaitOutcome(same, OutcomeKind.UPDATED);
        scenario.awaitOutcome(late, outcome -> "creating-is-off".equals(outcome.reason()));
        assertThat(scenario.zenQms().byExternalId(same.id()).orElseThrow().title())
                .isEqualTo(same.jobTitle());

        // When
        scenario.settings(IntegrationState.ACTIVE, creating(true));
        await().until(() -> scenario.settingsKnown());
        scenario.notice(late);

        // Then
        scenario.awaitOutcome(late, OutcomeKind.CREATED);
    }

    private static ZenUser existing(Person person) {
        return ZenUser.of(person.mail(), person.givenName(), "Formerly", "Clerk");
    }

    private static SubjectId of(Person person) {
        return new SubjectId(person.id());
    }

    private static IntegrationSettings.UserSync creating(boolean people) {
        return new IntegrationSettings.UserSync(people, false, Set.of(), 5, 3, 1000, 8);
    }
}
