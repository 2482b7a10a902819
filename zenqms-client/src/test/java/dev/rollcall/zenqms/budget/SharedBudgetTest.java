package dev.rollcall.zenqms.budget;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Two replicas and one PostgreSQL: what they ask together is what one might. */
class SharedBudgetTest {

    private static final Duration CALL = Duration.ofSeconds(30);

    /** A pace that nothing here uses up. */
    private static final int ENDLESS = 100_000_000;

    @Test
    void promise10_twoReplicasTogetherKeepToOnePace() {
        // Given
        var integration = BudgetTables.newIntegration();
        var ceiling = new Ceiling(10, 64);
        var one = BudgetTables.replica(10).of(integration, ceiling);
        var other = BudgetTables.replica(10).of(integration, ceiling);

        // When
        var granted = grantedIn(Duration.ofSeconds(5), one, other);

        // Then
        assertThat(granted).isBetween(49, 51);
    }

    @Test
    void promise10_twoReplicasTogetherKeepToThePlaces() {
        // Given
        var integration = BudgetTables.newIntegration();
        var ceiling = new Ceiling(1000, 3);
        var one = BudgetTables.replica(1000).of(integration, ceiling);
        var other = BudgetTables.replica(1000).of(integration, ceiling);

        // When
        var first = one.ask(CALL);
        var second = other.ask(CALL);
        var third = one.ask(CALL);

        // Then
        assertThat(first).isInstanceOf(Budget.Turn.class);
        assertThat(second).isInstanceOf(Budget.Turn.class);
        assertThat(third).isInstanceOf(Budget.Turn.class);
        assertThat(other.ask(CALL)).isInstanceOf(Budget.Wait.class);
        one.giveBack((Budget.Turn) third, new Answer.Answered(Duration.ZERO));
        // It stays for a moment, in case there is one more call.
        await().until(() -> other.ask(CALL) instanceof Budget.Turn);
        assertThat(one.ask(CALL)).isInstanceOf(Budget.Wait.class);
    }

    @Test
    void promise10_aReplicaThatCallsWithoutAPauseLetsOthersHaveThePlace() throws Exception {
        // Given
        var integration = BudgetTables.newIntegration();
        var ceiling = new Ceiling(ENDLESS, 1);
        var busy = BudgetTables.replica(ENDLESS).of(integration, ceiling);
        var other = BudgetTables.replica(ENDLESS).of(integration, ceiling);
        var calls = new AtomicInteger();
        var over = new AtomicBoolean();
        var caller = Thread.ofVirtual().start(() -> {
            while (!over.get()) {
                if (busy.ask(CALL) instanceof Budget.Turn turn) {
                    calls.incrementAndGet();
                    // As long as a quick call.
                    LockSupport.parkNanos(1_000_000);
                    busy.giveBack(turn, new Answer.Answered(Duration.ZERO));
                }
            }
        });
        try {
            await().until(() -> calls.get() > 10);

            // When, then: it looks as often as who waits does.
            await().pollInterval(Duration.ofMillis(20))
                    .atMost(Duration.ofSeconds(15))
                    .until(() -> other.ask(CALL) instanceof Budget.Turn);
        } finally {
            over.set(true);
            caller.join();
        }
    }

    @Test
    void promise10_manyCallersOfTwoReplicasKeepToThePlacesAndNeverStandInEachOthersWay() throws Exception {
        // Given
        var integration = BudgetTables.newIntegration();
        var ceiling = new Ceiling(ENDLESS, 24);
        var open = new AtomicInteger();
        var most = new AtomicInteger();
        var calls = new ArrayList<Callable<Void>>();
        for (int replica = 0; replica < 2; replica++) {
            var budget = BudgetTables.replica(ENDLESS).of(integration, ceiling);
            for (int caller = 0; caller < 40; caller++) {
                calls.add(() -> {
                    for (int made = 0; made < 25; ) {
                        if (budget.ask(CALL) instanceof Budget.Turn turn) {
                            most.accumulateAndGet(open.incrementAndGet(), Math::max);
                            LockSupport.parkNanos(2_000_000);
                            open.decrementAndGet();
                            budget.giveBack(turn, new Answer.Answered(Duration.ZERO));
                            made++;
                            // So long that some places go back meanwhile, and others don't.
                            LockSupport.parkNanos(
                                    1_000_000L * ThreadLocalRandom.current().nextInt(100));
                        }
                    }
                    return null;
                });
            }
        }

        // When
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var call : callers.invokeAll(calls)) {
                call.get();
            }
        }

        // Then
        assertThat(most.get()).isBetween(2, 24);
    }

    @Test
    void whatAReplicaKeepsBetweenCallsGoesBackAtItsEnd() {
        // Given
        var integration = BudgetTables.newIntegration();
        var ceiling = new Ceiling(1000, 1);
        var ends = BudgetTables.replica(1000);
        var its = ends.of(integration, ceiling);
        var other = BudgetTables.replica(1000).of(integration, ceiling);
        its.giveBack((Budget.Turn) its.ask(CALL), new Answer.Answered(Duration.ZERO));

        // When
        ends.close();

        // Then
        assertThat(other.ask(CALL)).isInstanceOf(Budget.Turn.class);
    }

    @Test
    void promise10_aPlaceThatACrashLeftBehindIsFreeAgain() {
        // Given
        var integration = BudgetTables.newIntegration();
        var ceiling = new Ceiling(1000, 1);
        var crashed = BudgetTables.replica(1000).of(integration, ceiling);
        var other = BudgetTables.replica(1000).of(integration, ceiling);
        var left = (Budget.Turn) crashed.ask(Duration.ofMillis(200));

        // When
        await().until(() -> other.ask(CALL) instanceof Budget.Turn);

        // Then: who wakes late takes nothing away from who has it now.
        crashed.giveBack(left, new Answer.Trouble(Duration.ZERO));
        assertThat(crashed.ask(CALL)).isInstanceOf(Budget.Wait.class);
    }

    @Test
    void promise10_whatOneReplicaIsToldSlowsTheOthersToo() {
        // Given
        var integration = BudgetTables.newIntegration();
        var ceiling = new Ceiling(20, 64);
        var told = BudgetTables.replica(20).of(integration, ceiling);
        var other = BudgetTables.replica(20).of(integration, ceiling);
        var before = grantedIn(Duration.ofSeconds(2), other);
        aWhileAgo(integration.value());

        // When
        BudgetTables.pass(Duration.ofSeconds(1));
        var turn = (Budget.Turn) told.ask(CALL);
        told.giveBack(turn, new Answer.SlowDown(Duration.ZERO));
        told.ask(CALL);
        var after = grantedIn(Duration.ofSeconds(2), other);

        // Then
        assertThat(before).isBetween(39, 42);
        assertThat(after).isBetween(19, 22);
    }

    @Test
    void promise10_quietThatOneReplicaIsAskedForHoldsForTheOthersAtOnce() {
        // Given
        var integration = BudgetTables.newIntegration();
        var ceiling = new Ceiling(1000, 8);
        var told = BudgetTables.replica(1000).of(integration, ceiling);
        var other = BudgetTables.replica(1000).of(integration, ceiling);
        other.giveBack((Budget.Turn) other.ask(CALL), new Answer.NotSent());
        var turn = (Budget.Turn) told.ask(CALL);

        // When
        told.giveBack(turn, new Answer.SlowDown(Duration.ofSeconds(60)));

        // Then
        assertThat(other.ask(CALL))
                .isInstanceOfSatisfying(
                        Budget.Wait.class, wait -> assertThat(wait.millis()).isBetween(30_000L, 60_000L));
    }

    @Test
    void aLowerCeilingHoldsAtOnce() {
        // Given
        var integration = BudgetTables.newIntegration();
        var before = BudgetTables.replica(100).of(integration, new Ceiling(100, 64));
        assertThat(grantedIn(Duration.ofSeconds(1), before)).isGreaterThan(90);

        // When
        var after = BudgetTables.replica(100).of(integration, new Ceiling(10, 64));
        after.ask(CALL);
        BudgetTables.pass(Duration.ofSeconds(1));

        // Then
        assertThat(grantedIn(Duration.ofSeconds(1), after)).isLessThan(13);
    }

    @Test
    void aFailoverThatForgetsTheTablesBeginsSlowlyAgain() {
        // Given
        var integration = BudgetTables.newIntegration();
        var ceiling = new Ceiling(100, 64);
        var budget = BudgetTables.replica(5).of(integration, ceiling);
        budget.ask(CALL);
        setPace(integration.value(), 100);
        await().until(() -> grantedIn(Duration.ofSeconds(1), budget) > 90);

        // When
        BudgetTables.jdbi().useHandle(handle -> {
            handle.execute("delete from zenqms_bucket where integration_id = ?", integration.value());
            handle.execute("delete from zenqms_pace where integration_id = ?", integration.value());
            handle.execute("delete from zenqms_place where integration_id = ?", integration.value());
        });

        // Then
        await().until(() -> grantedIn(Duration.ofSeconds(1), budget) < 15);
    }

    /** Gives each turn back at once, so that only the pace counts. */
    private static int grantedIn(Duration time, Budget... replicas) {
        var granted = new ArrayList<Budget.Asked>();
        for (var passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plusMillis(20)) {
            BudgetTables.pass(Duration.ofMillis(20));
            for (var replica : replicas) {
                while (replica.ask(CALL) instanceof Budget.Turn turn) {
                    granted.add(turn);
                    replica.giveBack(turn, new Answer.NotSent());
                }
            }
        }
        return granted.size();
    }

    /** The pace's last change is over, without a wait. */
    private static void aWhileAgo(String integration) {
        BudgetTables.jdbi()
                .useHandle(handle -> handle.execute(
                        "update zenqms_pace set changed_at = changed_at - interval '1 minute' where integration_id = ?",
                        integration));
    }

    private static void setPace(String integration, double speed) {
        BudgetTables.jdbi()
                .useHandle(handle -> handle.execute(
                        "update zenqms_pace set requests_per_second = ?, version = version + 1 where integration_id = ?",
                        speed,
                        integration));
    }
}
