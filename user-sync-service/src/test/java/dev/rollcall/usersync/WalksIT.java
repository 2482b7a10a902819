package dev.rollcall.usersync;

import java.time.Instant;
import java.util.List;

import dev.rollcall.model.Cause;
import dev.rollcall.model.DirectoryPerson;
import dev.rollcall.model.Envelope;
import dev.rollcall.model.Mode;
import dev.rollcall.model.OutcomeKind;
import dev.rollcall.model.RunId;
import dev.rollcall.model.WalkClosed;
import dev.rollcall.sandbox.Person;
import dev.rollcall.sandbox.ZenUser;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Somebody linked is deleted for good and no notification says so: only a walk that is complete can show it. */
class WalksIT extends OnRealParts {

    @Test
    void promise4_whomACompleteWalkDidNotMeetIsLookedAtAndDeactivatedOnce() {
        // Given
        created("Witness");
        var ada = created("Ada");
        scenario.directory().hardDelete(ada.id());
        scenario.awaitQuiet();
        var run = Scenario.newRun();
        var people = scenario.snapshot();

        // When: its end comes first, and everything comes twice.
        close(run, people, true);
        scenario.batches(run, Mode.APPLY, people, Instant.now());
        close(run, people, true);
        scenario.batches(run, Mode.APPLY, people, Instant.now());

        // Then
        scenario.awaitOutcome(ada, OutcomeKind.DEACTIVATED);
        scenario.awaitQuiet();
        assertThat(userOf(ada).active()).isFalse();
        assertThat(scenario.outcomes(ada))
                .filteredOn(outcome -> outcome.kind() == OutcomeKind.DEACTIVATED)
                .hasSize(1);
        assertThat(scenario.zenQms().writesWithoutDifference()).isEmpty();
    }

    @Test
    void promise4_aWalkThatWasCutShortTakesNobodysAccess() {
        // Given
        created("Witness");
        var ada = created("Ada");
        var bob = created("Bob");
        scenario.directory().hardDelete(ada.id());
        scenario.awaitQuiet();
        var run = Scenario.newRun();
        var people = scenario.snapshot().subList(0, 1);

        // When
        scenario.batches(run, Mode.APPLY, people, Instant.now());
        close(run, people, false);
        // What is said once holds: nobody may mend it afterwards.
        close(run, people, true);

        // Then
        scenario.awaitOutcomes(run, 1);
        scenario.awaitQuiet();
        assertThat(userOf(ada).active()).isTrue();
        assertThat(userOf(bob).active()).isTrue();
        assertThat(scenario.outcomes(ada)).hasSize(1);
    }

    private void close(RunId run, List<DirectoryPerson> people, boolean complete) {
        var envelope = Envelope.run(scenario.id(), Cause.INITIAL_SYNC, run, Mode.APPLY, 1);
        scenario.send(new WalkClosed(envelope, 1, people.size(), complete));
    }

    private ZenUser userOf(Person person) {
        return scenario.zenQms().byExternalId(person.id()).orElseThrow();
    }
}
