package dev.rollcall.usersync.reconcile;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

import dev.rollcall.model.IntegrationSettings;
import dev.rollcall.model.Outcome;
import dev.rollcall.model.OutcomeKind;
import dev.rollcall.sandbox.Person;
import dev.rollcall.usersync.plan.Ruling;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The brake lets one pass in 24 hours, and it was the first: what becomes of Ada, who is held. */
class HeldTest {

    private static OneProcess world;

    private Person first;
    private Person ada;

    @BeforeAll
    static void start(@TempDir Path folder) {
        world = new OneProcess(
                "held", folder, new IntegrationSettings.UserSync(true, false, Set.of(), 0, 1, 1_000, 16));
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @BeforeEach
    void adaIsHeld() {
        world.newIntegration();
        first = world.created("First");
        ada = world.created("Ada");
        leaves(first);
        leaves(ada);
    }

    @Test
    void whoIsBeyondTheLimitIsHeldAndTheRowWaits() {
        assertThat(isActive(first)).isFalse();
        assertThat(isActive(ada)).isTrue();
        assertThat(last(ada).kind()).isEqualTo(OutcomeKind.HELD);
        assertThat(last(ada).reason()).isEqualTo("held-by-brake");
        assertThat(world.isQuiet())
                .as("nothing is due: a held row is not leased again and again")
                .isTrue();
        world.workAfter(Duration.ofDays(3));
        assertThat(world.outcomes(ada)).hasSize(2);
    }

    @Test
    void whoIsReleasedIsDeactivatedAtOnceAndTakesNoPlace() {
        // When
        world.rule(ada, Ruling.RELEASED);
        world.work();

        // Then
        assertThat(isActive(ada)).isFalse();
        assertThat(last(ada).kind()).isEqualTo(OutcomeKind.DEACTIVATED);

        // When: the first one's place is free again, and only that one was taken.
        var bob = world.created("Bob");
        world.workAfter(Duration.ofHours(25));
        leaves(bob);

        // Then
        assertThat(isActive(bob)).isFalse();
    }

    @Test
    void aReleaseLooksAgainFirst() {
        // Given
        world.directory().change(ada.id(), p -> p.withAccountEnabled(true).withJobTitle("Countess"));

        // When
        world.rule(ada, Ruling.RELEASED);
        world.work();

        // Then
        assertThat(isActive(ada)).isTrue();
        assertThat(last(ada).kind()).isEqualTo(OutcomeKind.UPDATED);

        // When: the release was for that one time.
        leaves(ada);

        // Then
        assertThat(last(ada).kind()).isEqualTo(OutcomeKind.HELD);
    }

    @Test
    void whoIsRejectedStaysActiveWhoeverLooksAgain() {
        // When
        world.rule(ada, Ruling.REJECTED);
        world.work();

        // Then
        assertThat(last(ada).kind()).isEqualTo(OutcomeKind.SKIPPED);
        assertThat(last(ada).reason()).isEqualTo("rejected-by-administrator");

        // When: the brake would let her pass now, and names are no reason.
        world.workAfter(Duration.ofHours(25));
        world.directory().change(ada.id(), p -> p.withJobTitle("Countess"));
        world.notice(ada);
        world.work();
        world.sweep(ada);
        world.work();
        world.snapshot(ada);
        world.work();
        world.workAfter(Duration.ofHours(1));

        // Then
        assertThat(isActive(ada)).isTrue();
        assertThat(world.outcomes(ada))
                .filteredOn(outcome -> outcome.kind() == OutcomeKind.SKIPPED)
                .hasSize(4)
                .extracting(Outcome::reason)
                .containsOnly("rejected-by-administrator");
        assertThat(world.isQuiet()).isTrue();
    }

    @Test
    void whoWasRejectedComesBackAndLeavesAgainIsDeactivated() {
        // Given
        world.rule(ada, Ruling.REJECTED);
        world.work();
        world.workAfter(Duration.ofHours(25));

        // When
        world.directory().change(ada.id(), p -> p.withAccountEnabled(true));
        world.notice(ada);
        world.work();
        leaves(ada);

        // Then
        assertThat(isActive(ada)).isFalse();
    }

    @Test
    void whoWasRejectedAsDisabledAndIsThenDeletedIsDeactivated() {
        // Given
        world.rule(ada, Ruling.REJECTED);
        world.work();
        world.workAfter(Duration.ofHours(25));

        // When
        world.directory().softDelete(ada.id());
        world.notice(ada);
        world.work();

        // Then
        assertThat(isActive(ada)).isFalse();
    }

    @Test
    void promise4_aDirectoryThatRefusesToSayForADayIsNotADeletionAndEndsNoRejection() {
        // Given
        world.rule(ada, Ruling.REJECTED);
        world.work();
        world.directory().failNextBatchItems(1_000, 400, null);
        world.sweep(ada);
        world.work();
        while (last(ada).kind() != OutcomeKind.FAILED) {
            world.workAfter(Duration.ofHours(1));
        }

        // When
        world.directory().faults().recover();
        world.sweep(ada);
        world.work();

        // Then
        assertThat(world.rows("ledger where integration_id = :integration and not in_directory"))
                .isZero();
        assertThat(isActive(ada)).isTrue();
        assertThat(last(ada).reason()).isEqualTo("rejected-by-administrator");
    }

    @Test
    void aRulingOnSomebodyWhoIsNotHeldIsALookAndNothingElse() {
        // Given
        var bob = world.created("Bob");

        // When
        world.rule(bob, Ruling.RELEASED);
        world.work();
        world.rule(bob, Ruling.REJECTED);
        world.work();

        // Then
        assertThat(world.told(bob)).containsExactly(OutcomeKind.CREATED, OutcomeKind.UNCHANGED, OutcomeKind.UNCHANGED);
        leaves(bob);
        assertThat(last(bob).kind()).isEqualTo(OutcomeKind.HELD);
    }

    @Test
    void aReleaseThatComesAgainDaysLaterIsNotForWhatIsHeldThen() {
        // Given
        var said = world.now();
        world.rule(ada, Ruling.RELEASED);
        world.work();
        world.workAfter(Duration.ofDays(2));
        world.directory().change(ada.id(), p -> p.withAccountEnabled(true));
        world.notice(ada);
        world.work();
        leaves(world.created("Bob"));
        leaves(ada);
        assertThat(last(ada).kind()).isEqualTo(OutcomeKind.HELD);

        // When
        world.rule(ada, Ruling.RELEASED, said);
        world.work();

        // Then
        assertThat(isActive(ada)).isTrue();
        assertThat(last(ada).kind()).isEqualTo(OutcomeKind.HELD);
    }

    private static void leaves(Person person) {
        world.directory().change(person.id(), p -> p.withAccountEnabled(false));
        world.notice(person);
        world.work();
    }

    private static Outcome last(Person person) {
        return world.outcomes(person).getLast();
    }

    private static boolean isActive(Person person) {
        return world.zenQms().byExternalId(person.id()).orElseThrow().active();
    }
}
