package dev.rollcall.usersync;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

import dev.rollcall.model.Cause;
import dev.rollcall.model.Envelope;
import dev.rollcall.model.Mode;
import dev.rollcall.model.OutcomeKind;
import dev.rollcall.model.SubjectId;
import dev.rollcall.model.SyncAction;
import dev.rollcall.model.SyncRequest;
import dev.rollcall.sandbox.Person;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** 400 of 1,000 people are disabled by mistake, while two replicas work. The brake is at 5 %. */
class BrakeIT extends OnRealParts {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int LIMIT = 50;

    @Test
    void atMostTheLimitIsDeactivatedAndTheOthersWaitForAnAdministrator() {
        // Given
        var people = IntStream.range(0, 1_000)
                .mapToObj(i -> scenario.hire("Ada" + i))
                .toList();
        scenario.batches(Scenario.newRun(), Mode.APPLY, scenario.snapshot(), Instant.now());
        await().atMost(PATIENCE)
                .until(() -> scenario.zenQms().users().size() == 1_000 && scenario.workRows("true") == 0);

        // When: half of them at once, the others one after the other, and twice.
        leave(people.subList(0, 200));
        people.subList(200, 400).forEach(person -> leave(List.of(person)));
        people.subList(0, 400).forEach(scenario::notice);
        var unrelated = people.subList(400, 420);
        unrelated.forEach(person -> {
            scenario.directory().change(person.id(), p -> p.withJobTitle("Countess"));
            scenario.notice(person);
        });

        // Then
        unrelated.forEach(person -> scenario.awaitOutcome(person, OutcomeKind.UPDATED));
        await().atMost(PATIENCE)
                .until(() -> scenario.workRows("state = 'held'") == 400 - LIMIT
                        && scenario.workRows("state <> 'held'") == 0);
        assertThat(inactive()).hasSize(LIMIT);

        // When
        var held = people.subList(0, 400).stream()
                .filter(person -> !inactive().contains(person.id()))
                .toList();
        var released = held.subList(0, 30);
        var rejected = held.subList(30, 60);
        released.forEach(person -> rule(person, SyncAction.RELEASE));
        rejected.forEach(person -> rule(person, SyncAction.REJECT));
        released.forEach(person -> scenario.awaitOutcome(person, OutcomeKind.DEACTIVATED));
        rejected.forEach(person ->
                scenario.awaitOutcome(person, outcome -> "rejected-by-administrator".equals(outcome.reason())));
        replicas().killAll();
        replicas().startMore(2);
        held.forEach(scenario::notice);

        // Then: what was said outlives those it was said to.
        await().atMost(PATIENCE)
                .until(() -> scenario.workRows("state = 'held'") == 400 - LIMIT - 60
                        && scenario.workRows("state <> 'held'") == 0);
        assertThat(inactive()).hasSize(LIMIT + 30).doesNotContainAnyElementsOf(ids(rejected));
        assertThat(scenario.zenQms().writesWithoutDifference()).isEmpty();
    }

    private void leave(List<Person> people) {
        people.forEach(person -> scenario.directory().change(person.id(), p -> p.withAccountEnabled(false)));
        people.forEach(scenario::notice);
    }

    private void rule(Person person, SyncAction action) {
        var envelope = Envelope.live(scenario.id(), Cause.REQUEST, 1, null);
        scenario.send(new SyncRequest(envelope, new SubjectId(person.id()), action, Instant.now()));
    }

    private Collection<String> inactive() {
        return scenario.zenQms().users().stream()
                .filter(user -> !user.active())
                .map(user -> user.externalId())
                .toList();
    }

    private static List<String> ids(List<Person> people) {
        return people.stream().map(Person::id).toList();
    }
}
