package dev.rollcall.usersync;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import dev.rollcall.model.IntegrationSettings;
import dev.rollcall.model.IntegrationState;
import dev.rollcall.model.OutcomeKind;
import dev.rollcall.sandbox.Person;
import dev.rollcall.sandbox.RecordedCall;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Two replicas ask one ZenQMS: together they stay under its ceiling, and find its limit without burning anybody. */
class BudgetIT extends OnRealParts {

    @Test
    void promise10_twoReplicasTogetherKeepToThePace() {
        // Given
        scenario.settings(IntegrationState.ACTIVE, ceiling(20, 64));

        // When
        var people = hireAndAnnounce(25);

        // Then
        people.forEach(person -> scenario.awaitOutcome(person, OutcomeKind.CREATED));
        var times = scenario.zenQms().calls().stream()
                .map(RecordedCall::time)
                .sorted()
                .toList();
        var took = Duration.between(times.getFirst(), times.getLast());
        // One at 20/s and a burst; a machine that hiccups may have held up the first.
        assertThat(took).isGreaterThan(Duration.ofMillis(50L * times.size()).minusMillis(1500));
    }

    @Test
    void promise10_twoReplicasTogetherKeepToThePlaces() {
        // Given
        scenario.settings(IntegrationState.ACTIVE, ceiling(1000, 2));
        var open = new AtomicInteger();
        var mostOpen = new AtomicInteger();
        var third = new CountDownLatch(1);
        scenario.zenQms().beforeResponse(call -> {
            if (mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max) > 2) {
                third.countDown();
            }
            stayOpenFor(third);
            open.decrementAndGet();
        });

        // When
        var people = hireAndAnnounce(15);

        // Then
        people.forEach(person -> scenario.awaitOutcome(person, OutcomeKind.CREATED));
        assertThat(mostOpen).hasValue(2);
    }

    @Test
    void promise10_aLimitOfZenQmsIsFoundAndKeptAndNobodyFails() {
        // Given
        scenario.zenQms().faults().rateLimit(15);

        // When
        var people = hireAndAnnounce(40);

        // Then
        people.forEach(person -> scenario.awaitOutcome(person, OutcomeKind.CREATED));
        assertThat(scenario.zenQms().calls()).anyMatch(call -> call.status() == 429);
        assertThat(scenario.zenQms().earlyRetries()).isEmpty();
        // Who waited longer than a lease lasts here is looked at once more.
        assertThat(scenario.outcomes())
                .extracting(outcome -> outcome.outcome().kind())
                .isSubsetOf(OutcomeKind.CREATED, OutcomeKind.UNCHANGED)
                .filteredOn(OutcomeKind.CREATED::equals)
                .hasSize(40);
        assertThat(scenario.zenQms().users()).hasSize(40);
    }

    /** A call stays open for a moment, for one more than allowed to come. */
    private static void stayOpenFor(CountDownLatch third) {
        try {
            third.await(100, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Person> hireAndAnnounce(int number) {
        var people = IntStream.range(0, number)
                .mapToObj(i -> scenario.hire("Ada" + i))
                .toList();
        people.forEach(scenario::notice);
        return people;
    }

    private static IntegrationSettings.UserSync ceiling(int perSecond, int atATime) {
        return new IntegrationSettings.UserSync(true, false, Set.of(), 5, 3, perSecond, atATime);
    }
}
