package dev.rollcall.usersync;

import java.time.Instant;
import java.util.List;
import java.util.Set;

import dev.rollcall.model.IntegrationSettings;
import dev.rollcall.model.IntegrationState;
import dev.rollcall.model.Mode;
import dev.rollcall.model.Outcome;
import dev.rollcall.model.OutcomeKind;
import dev.rollcall.model.PersonAttribute;
import dev.rollcall.model.Scope;
import dev.rollcall.sandbox.Person;
import dev.rollcall.sandbox.ZenUser;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** An integration for one department alone. */
class ScopeIT extends OnRealParts {

    @Test
    void whoEntersTheScopeIsProvisionedAndWhoLeavesItIsDeactivatedUnderTheBrake() {
        // Given
        scenario.settings(IntegrationState.ACTIVE, onlyQuality());
        await().until(() -> scenario.settingsKnown());
        var ada = scenario.hire("Ada");
        var outsider = scenario.hire("Outsider");
        scenario.zenQms().seed(ZenUser.of(outsider.mail(), "Out", "Sider", "Clerk"));
        var quality = List.of("Bob", "Cleo", "Dan", "Eve").stream()
                .map(scenario::hire)
                .toList();
        quality.forEach(person -> in(person, "quality "));
        in(ada, "Sales");
        in(outsider, "Sales");
        scenario.notice(ada);
        quality.forEach(scenario::notice);
        quality.forEach(person -> scenario.awaitOutcome(person, OutcomeKind.CREATED));
        scenario.awaitOutcome(ada, outcome -> "out-of-scope".equals(outcome.reason()));
        assertThat(scenario.outcomes(ada)).extracting(Outcome::kind).containsExactly(OutcomeKind.SKIPPED);

        // When: a walk that began before there was a scope read no departments.
        var run = Scenario.newRun();
        scenario.batches(run, Mode.APPLY, scenario.snapshot(), Instant.now().plusSeconds(600));

        // Then
        scenario.awaitOutcomes(run, 6);
        assertThat(scenario.outcomes(outsider)).extracting(Outcome::reason).containsExactly("out-of-scope");
        assertThat(scenario.zenQms().users()).allMatch(ZenUser::active);
        assertThat(scenario.zenQms().users())
                .filteredOn(user -> user.externalId() == null)
                .hasSize(1);

        // When
        in(ada, "Quality");
        scenario.notice(ada);
        quality.forEach(person -> in(person, null));
        quality.forEach(scenario::notice);

        // Then: the brake lets three pass.
        scenario.awaitOutcome(ada, OutcomeKind.CREATED);
        await().until(() -> scenario.workRows("state = 'held'") == 1);
        quality.forEach(person -> await().until(() -> scenario.outcomes(person).stream()
                .anyMatch(o -> o.kind() == OutcomeKind.HELD || "out-of-scope".equals(o.reason()))));
        assertThat(scenario.zenQms().users()).filteredOn(user -> !user.active()).hasSize(3);

        // When
        quality.forEach(person -> in(person, "Quality"));
        quality.forEach(scenario::notice);

        // Then
        await().until(() -> scenario.zenQms().users().stream().allMatch(ZenUser::active));
        scenario.awaitQuiet();
        assertThat(scenario.workRows("true")).isZero();
    }

    private void in(Person person, String department) {
        scenario.directory().change(person.id(), p -> p.withDepartment(department));
    }

    private static IntegrationSettings.UserSync onlyQuality() {
        var condition = new Scope.Condition(
                PersonAttribute.DEPARTMENT, Scope.Operator.IS_ONE_OF, List.of("Quality", "Production"));
        return new IntegrationSettings.UserSync(
                true, false, Set.of(), 5, 3, 1000, 8, new Scope(true, List.of(condition)), false);
    }
}
