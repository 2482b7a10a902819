package dev.rollcall.usersync.plan;

import java.util.Set;

import dev.rollcall.model.DirectoryPerson;
import dev.rollcall.model.LinkOrigin;
import dev.rollcall.model.MappedFields;
import dev.rollcall.model.PersonAttribute;
import dev.rollcall.model.Scope;

import org.junit.jupiter.api.Test;

import static dev.rollcall.usersync.plan.Examples.ADA;
import static dev.rollcall.usersync.plan.Examples.FULL;
import static dev.rollcall.usersync.plan.Examples.OUT_OF_SCOPE;
import static dev.rollcall.usersync.plan.Examples.matches;
import static dev.rollcall.usersync.plan.Examples.person;
import static dev.rollcall.usersync.plan.Examples.present;
import static dev.rollcall.usersync.plan.Examples.scope;
import static dev.rollcall.usersync.plan.Examples.states;
import static dev.rollcall.usersync.plan.Examples.user;
import static dev.rollcall.usersync.plan.Examples.word;
import static org.assertj.core.api.Assertions.assertThat;

/** What a plan says beside its kind. */
class UserPlannerTest {

    @Test
    void whatWasLeftOutIsNotRememberedAsWritten() {
        // Given
        var leaver = present("ada@x.example", "Programmer", false);

        // Then
        assertThat(UserPlanner.written(leaver, user("ada", "ada@x.example", "Programmer", true)))
                .isEmpty();
        assertThat(UserPlanner.written(leaver, user("ada", "ada@x.example", "Programmer", false)))
                .isPresent();
    }

    @Test
    void promise7_writesOnlyTheFieldsThatDifferAndSaysWhatTheyWere() {
        // Given
        var state = new PersonState.Present(person("Ada@x.example", "Ada", "Lovelace", "Countess", true));
        var match = new Match.Linked(user("ada", "ada@x.example", "Programmer", true), LinkOrigin.CREATED);

        // When
        var plan = UserPlanner.plan(state, match, FULL);

        // Then
        assertThat(plan).isInstanceOfSatisfying(UserPlan.Change.class, change -> {
            assertThat(change.changes()).isEqualTo(new MappedFields(null, null, null, null, "Countess", null));
            assertThat(change.before()).isEqualTo(new MappedFields(null, null, null, null, "Programmer", null));
        });
    }

    @Test
    void promise7_aMailThatDiffersInCaseAloneIsNoDifference() {
        // Given
        var state = new PersonState.Present(person("ADA@X.EXAMPLE", "Ada", "Lovelace", "Programmer", true));
        var match = new Match.Linked(user("ada", "ada@x.example", "Programmer", true), LinkOrigin.CREATED);

        // When
        var plan = UserPlanner.plan(state, match, FULL);

        // Then
        assertThat(plan).isInstanceOf(UserPlan.Nothing.class);
    }

    @Test
    void aProtectedLeaverStaysActiveAndTheRestIsWritten() {
        // Given
        var policy = new SyncPolicy(true, false, false, Set.of(ADA), Scope.EVERYBODY);
        var state = new PersonState.Present(person("ada@x.example", "Ada", "Lovelace", "Countess", false));
        var match = new Match.Linked(user("ada", "ada@x.example", "Programmer", true), LinkOrigin.CREATED);

        // When
        var plan = UserPlanner.plan(state, match, policy);

        // Then
        assertThat(plan)
                .isInstanceOfSatisfying(
                        UserPlan.Change.class,
                        change -> assertThat(change.changes())
                                .isEqualTo(new MappedFields(null, null, null, null, "Countess", null)));
    }

    @Test
    void aProtectedPersonWhoLeavesTheScopeIsLeftAlone() {
        // Given
        var policy = new SyncPolicy(true, false, false, Set.of(ADA), scope(PersonAttribute.USER_TYPE, "Guest"));

        // When
        var plan = UserPlanner.plan(states().get("enabled"), matches().get("same"), policy);

        // Then
        assertThat(word(plan)).isEqualTo("protected");
    }

    @Test
    void whoLeavesTheScopeIsToldWhy() {
        // When
        var plan = UserPlanner.plan(states().get("enabled"), matches().get("differs"), OUT_OF_SCOPE);

        // Then
        assertThat(plan).isInstanceOfSatisfying(UserPlan.Change.class, change -> {
            assertThat(change.reason()).isEqualTo(SkipReason.OUT_OF_SCOPE);
            assertThat(change.changes()).isEqualTo(new MappedFields(null, null, null, null, null, false));
        });
    }

    @Test
    void aProtectedPersonWhoWasDeletedIsLeftAlone() {
        // Given
        var policy = new SyncPolicy(true, false, false, Set.of(ADA), Scope.EVERYBODY);
        var match = new Match.Linked(user("ada", "ada@x.example", "Programmer", true), LinkOrigin.CREATED);

        // When
        var plan = UserPlanner.plan(new PersonState.Deleted(ADA), match, policy);

        // Then
        assertThat(word(plan)).isEqualTo("protected");
    }

    @Test
    void aMailConflictDoesNotKeepALeaverActive() {
        // Given
        var state = new PersonState.Present(person("new@x.example", "Ada", "Lovelace", "Programmer", false));
        var match = new Match.Linked(user("ada", "ada@x.example", "Programmer", true), LinkOrigin.CREATED);
        var plan = (UserPlan.Change) UserPlanner.plan(state, match, FULL);

        // When
        var rest = UserPlanner.withoutMail(plan);

        // Then
        assertThat(rest).hasValueSatisfying(change -> {
            assertThat(change.kind()).isEqualTo(UserPlan.Kind.DEACTIVATE);
            assertThat(change.changes().email()).isNull();
        });
    }

    @Test
    void namesEveryMissingField() {
        // Given
        var state =
                new PersonState.Present(new DirectoryPerson(ADA, "ada@x.example", " ", "Lovelace", null, true, false));

        // When
        var skip = UserPlanner.skipBeforeMatching(state, FULL, false).orElseThrow();

        // Then
        assertThat(skip.reason()).isEqualTo(SkipReason.MISSING_GIVEN_NAME);
        assertThat(skip.detail()).contains("given name").contains("job title");
    }
}
