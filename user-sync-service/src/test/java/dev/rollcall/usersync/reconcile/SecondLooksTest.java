package dev.rollcall.usersync.reconcile;

import java.nio.file.Path;
import java.time.Duration;

import dev.rollcall.model.OutcomeKind;
import dev.rollcall.sandbox.Person;
import dev.rollcall.sandbox.ZenUser;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Somebody is looked at again before the worst is believed, and what was told is not told again. */
class SecondLooksTest {

    private static final Duration GONE_AGAIN = SimulatedProcess.CONFIG.goneAgain();
    private static final Duration A_MOMENT = Duration.ofSeconds(1);
    private static final Duration A_DAY = Duration.ofDays(1);

    private static OneProcess world;

    @BeforeAll
    static void start(@TempDir Path folder) {
        world = new OneProcess("second_looks", folder);
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @BeforeEach
    void anIntegration() {
        world.newIntegration();
    }

    @Test
    void promise4_whomTheDirectoryNoLongerShowsLosesAccessOnlyWhenSeenGoneTwice() {
        // Given
        var ada = world.created("Ada");
        world.directory().hardDelete(ada.id());

        // When
        world.notice(ada);
        world.work();
        world.workAfter(GONE_AGAIN.minus(A_MOMENT));
        var activeAfterOneLook = isActive(ada);
        world.workAfter(A_MOMENT);

        // Then
        assertThat(activeAfterOneLook).isTrue();
        assertThat(isActive(ada)).isFalse();
        assertThat(world.told(ada)).containsExactly(OutcomeKind.CREATED, OutcomeKind.DEACTIVATED);
    }

    @Test
    void promise4_whoIsShownAgainByTheSecondLookKeepsAccessAndBeginsAnew() {
        // Given: a walk read them, and the replica that the first look asks does not know them yet.
        world.directory().faults().replicaLag(Duration.ofSeconds(10));
        var ada = world.directory().add(world.complete("Ada"));
        world.snapshot(ada);
        world.work();
        world.workAfter(A_MOMENT);
        world.directory().faults().replicaLag(Duration.ZERO);
        var writes = world.writes();

        // When
        world.notice(ada);
        world.work();
        var toldAfterTheFirstLook = world.told(ada);
        world.workAfter(GONE_AGAIN);

        // Then
        assertThat(toldAfterTheFirstLook).containsExactly(OutcomeKind.CREATED);
        assertThat(world.told(ada)).containsExactly(OutcomeKind.CREATED, OutcomeKind.UNCHANGED);
        assertThat(world.writes()).isEqualTo(writes);
        assertThat(world.isQuiet()).isTrue();
        // What was seen then doesn't count when they really leave.
        world.directory().hardDelete(ada.id());
        world.notice(ada);
        world.work();
        assertThat(isActive(ada)).isTrue();
        world.workAfter(GONE_AGAIN);
        assertThat(isActive(ada)).isFalse();
    }

    @Test
    void promise4_aNoticeBetweenTheTwoLooksBeginsAnew() {
        // Given
        var ada = world.created("Ada");
        world.directory().hardDelete(ada.id());
        world.notice(ada);
        world.work();
        world.workAfter(GONE_AGAIN.minus(A_MOMENT));

        // When
        world.notice(ada);
        world.work();
        world.workAfter(GONE_AGAIN.minus(A_MOMENT));
        var activeAfterTheNotice = isActive(ada);
        world.workAfter(A_MOMENT);

        // Then
        assertThat(activeAfterTheNotice).isTrue();
        assertThat(isActive(ada)).isFalse();
    }

    @Test
    void promise4_aNoticeDuringTheFirstLookLooksAtOnceAndThatIsNotTheSecondLook() {
        // Given
        var ada = world.created("Ada");
        world.directory().hardDelete(ada.id());
        world.onceTheDirectoryHasAnswered(() -> world.notice(ada));

        // When
        world.notice(ada);
        world.work();
        var activeAfterTwoLooksAtOnce = isActive(ada);
        world.workAfter(GONE_AGAIN);

        // Then
        assertThat(activeAfterTwoLooksAtOnce).isTrue();
        assertThat(isActive(ada)).isFalse();
    }

    @Test
    void aNewcomerWhoLacksAFieldIsCalledSkippedOnceAfterTheLastLook() {
        // Given
        var ada = lacksATitle("Ada");

        // When
        world.notice(ada);
        world.work();
        for (var wait : SimulatedProcess.CONFIG.unfinishedLooks()) {
            assertThat(world.told(ada)).isEmpty();
            world.workAfter(wait);
        }
        var quiet = world.isQuiet();
        world.workAfter(A_DAY);

        // Then
        assertThat(quiet).isTrue();
        assertThat(world.told(ada)).containsExactly(OutcomeKind.SKIPPED);
    }

    @Test
    void promise1_aNoticeWhileNothingIsToldYetLeadsToOneOutcome() {
        // Given
        var ada = lacksATitle("Ada");
        world.notice(ada);
        world.work();

        // When
        world.notice(ada);
        world.work();
        SimulatedProcess.CONFIG.unfinishedLooks().forEach(world::workAfter);
        world.workAfter(A_DAY);

        // Then
        assertThat(world.told(ada)).containsExactly(OutcomeKind.SKIPPED);
        // From here on it is told at once.
        world.notice(ada);
        world.work();
        assertThat(world.told(ada)).containsExactly(OutcomeKind.SKIPPED, OutcomeKind.SKIPPED);
        assertThat(world.isQuiet()).isTrue();
    }

    @Test
    void promise1_whatARepeatedLookFindsUnchangedIsToldIfNothingWasToldBefore() {
        // Given: somebody else linked them and wrote all of it.
        var ada = lacksATitle("Ada");
        world.zenQms()
                .seed(ZenUser.of(ada.mail(), "Ada", "Lovelace", "Programmer").withExternalId(ada.id()));
        world.notice(ada);
        world.work();
        var toldBefore = world.told(ada);
        world.directory().change(ada.id(), p -> p.withJobTitle("Programmer"));

        // When
        SimulatedProcess.CONFIG.unfinishedLooks().forEach(world::workAfter);
        world.workAfter(A_DAY);

        // Then
        assertThat(toldBefore).isEmpty();
        assertThat(world.told(ada)).containsExactly(OutcomeKind.UNCHANGED);
    }

    @Test
    void promise1_aLookThatRepeatsWhatWasToldIsNotToldUnlessANoticeCameMeanwhile() {
        // Given
        var ada = world.created("Ada");
        world.notice(ada);
        world.work();
        var afterOneNotice = world.told(ada);

        // When
        world.notice(ada);
        world.work();
        var afterTwo = world.told(ada);
        world.workAfter(A_DAY);

        // Then
        assertThat(afterOneNotice).containsExactly(OutcomeKind.CREATED, OutcomeKind.UNCHANGED);
        assertThat(afterTwo).hasSize(3);
        assertThat(world.told(ada)).hasSize(3);
        assertThat(world.isQuiet()).isTrue();
    }

    private static Person lacksATitle(String name) {
        return world.directory().add(world.complete(name).withJobTitle(null));
    }

    private static boolean isActive(Person person) {
        return world.zenQms().byExternalId(person.id()).orElseThrow().active();
    }
}
