package dev.rollcall.usersync;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.rollcall.model.IntegrationSettings;
import dev.rollcall.model.IntegrationState;
import dev.rollcall.model.Outcome;
import dev.rollcall.model.OutcomeKind;
import dev.rollcall.sandbox.Person;
import dev.rollcall.sandbox.RecordedCall;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A pause with many people due, two replicas at work, and a ZenQMS that is slow or sparing. */
class PauseIT extends OnRealParts {

    private static final int PEOPLE = 120;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Test
    void noCallBeginsASecondAfterThePauseWhereZenQmsIsSlow() {
        // Given
        var never = new CountDownLatch(1);
        scenario.zenQms().beforeResponse(call -> takeTime(never));
        var people = announce();
        await().atMost(PATIENCE).until(() -> scenario.zenQms().calls().size() > 20);

        // When
        var paused = pause();

        // Then
        assertThatNothingIsCalled(paused);
        assertThatAllAreDoneAfterwards(people, never);
    }

    @Test
    void noCallBeginsASecondAfterThePauseWhereManyWaitInLine() {
        // Given
        scenario.settings(IntegrationState.ACTIVE, sparing());
        await().until(() -> scenario.settingsKnown());
        var people = announce();
        await().atMost(PATIENCE).until(() -> scenario.zenQms().calls().size() > 5);

        // When
        var paused = pause();

        // Then
        assertThatNothingIsCalled(paused);
        assertThatAllAreDoneAfterwards(people, new CountDownLatch(0));
    }

    /** @return when the record was on the topic */
    private Instant pause() {
        scenario.settings(IntegrationState.PAUSED, Scenario.SETTINGS);
        return Instant.now();
    }

    /** Leases are given back long before they would end, and nobody is lost. */
    private void assertThatNothingIsCalled(Instant paused) {
        var rowsLeft = scenario.workRows("true");
        await().atMost(Duration.ofSeconds(4)).until(() -> scenario.workRows("leased_until > now()") == 0);
        await().during(Duration.ofSeconds(3))
                .atMost(Duration.ofSeconds(4))
                .until(() -> scenario.workRows("leased_until > now()") == 0);
        assertThat(callsSince(paused.plusSeconds(1))).isEmpty();
        assertThat(rowsLeft).isPositive();
        assertThat(scenario.outcomes()).extracting(o -> o.outcome().kind()).isSubsetOf(OutcomeKind.CREATED);
        assertThat(scenario.workRows("attempts > 0")).isZero();
    }

    private void assertThatAllAreDoneAfterwards(List<Person> people, CountDownLatch slow) {
        slow.countDown();
        scenario.settings(IntegrationState.ACTIVE, Scenario.SETTINGS);
        await().atMost(PATIENCE)
                .until(() -> Scenario.externalIds(scenario.zenQms())
                        .containsAll(people.stream().map(Person::id).toList()));
        assertThat(scenario.zenQms().users()).hasSize(PEOPLE);
        await().atMost(PATIENCE)
                .until(() -> people.stream()
                        .noneMatch(person -> scenario.outcomes(person).isEmpty()));
        assertThat(people)
                .allSatisfy(person -> assertThat(scenario.outcomes(person))
                        .extracting(Outcome::kind)
                        .contains(OutcomeKind.CREATED));
    }

    private List<RecordedCall> callsSince(Instant time) {
        return Stream.concat(scenario.zenQms().calls().stream(), scenario.directory().calls().stream())
                .filter(call -> call.time().isAfter(time))
                .toList();
    }

    private List<Person> announce() {
        var people = IntStream.range(0, PEOPLE)
                .mapToObj(i -> scenario.hire("Ada" + i))
                .toList();
        people.forEach(scenario::notice);
        return people;
    }

    private static IntegrationSettings.UserSync sparing() {
        return new IntegrationSettings.UserSync(true, false, Set.of(), 5, 3, 5, 2);
    }

    private static void takeTime(CountDownLatch never) {
        try {
            never.await(400, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
