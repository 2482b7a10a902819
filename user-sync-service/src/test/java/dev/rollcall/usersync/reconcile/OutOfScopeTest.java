package dev.rollcall.usersync.reconcile;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import dev.rollcall.model.IntegrationSettings;
import dev.rollcall.model.Mode;
import dev.rollcall.model.Outcome;
import dev.rollcall.model.OutcomeKind;
import dev.rollcall.model.PersonAttribute;
import dev.rollcall.model.Scope;
import dev.rollcall.sandbox.Person;
import dev.rollcall.sandbox.ZenUser;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Members alone are in the scope. Ada is a guest, and another integration set her external id in ZenQMS. */
class OutOfScopeTest {

    private static OneProcess world;

    private Person ada;

    @BeforeAll
    static void start(@TempDir Path folder) {
        var members = new Scope.Condition(PersonAttribute.USER_TYPE, Scope.Operator.IS_ONE_OF, List.of("Member"));
        world = new OneProcess(
                "out_of_scope",
                folder,
                new IntegrationSettings.UserSync(
                        true, false, Set.of(), 5, 1_000, 1_000, 16, new Scope(true, List.of(members)), false));
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @BeforeEach
    void adaIsOutside() {
        world.newIntegration();
        ada = world.directory().add(world.complete("Ada").withUserType("Guest"));
        world.zenQms()
                .seed(ZenUser.of(ada.mail(), "Ada", "Lovelace", "Programmer").withExternalId(ada.id()));
    }

    @Test
    void promise3_whomRollcallNeverLinkedIsNotDeactivatedOutsideTheScopeAndZenQmsIsNotAsked() {
        // Given
        var calls = world.zenQms().calls().size();

        // When
        world.notice(ada);
        world.work();

        // Then
        assertThat(outside(ada)).isTrue();
        assertThat(userOf(ada).active()).isTrue();
        assertThat(world.zenQms().calls()).hasSize(calls);
        assertThat(links()).isZero();
    }

    @Test
    void promise8_aRunThatOnlyLinksRecordsNoLinkOfSomebodyOutsideTheScope() {
        // Given
        world.directory().change(ada.id(), p -> p.withAccountEnabled(false));

        // When
        world.snapshot(world.directory().people().getLast(), Mode.LINK);
        world.work();
        // ZenQMS's users are being read for the run.
        world.workAfter(Duration.ofSeconds(1));

        // Then
        assertThat(outside(ada)).isTrue();
        assertThat(links()).isZero();
    }

    @Test
    void whomRollcallLinkedIsDeactivatedWhenTheyLeaveTheScope() {
        // Given
        var bob = world.created("Bob");

        // When
        world.directory().change(bob.id(), p -> p.withUserType("Guest"));
        world.notice(bob);
        world.work();

        // Then
        assertThat(userOf(bob).active()).isFalse();
        assertThat(world.told(bob)).containsExactly(OutcomeKind.CREATED, OutcomeKind.DEACTIVATED);
    }

    private static long links() {
        // Beside the witness's.
        return world.rows("ledger where integration_id = :integration and zenqms_user_id is not null") - 1;
    }

    private static boolean outside(Person person) {
        return world.outcomes(person).stream().map(Outcome::reason).allMatch("out-of-scope"::equals)
                && !world.outcomes(person).isEmpty();
    }

    private static ZenUser userOf(Person person) {
        return world.zenQms().byExternalId(person.id()).orElseThrow();
    }
}
