package dev.rollcall.zenqms.budget;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A replica that has waited gets its turn also from one that never runs out of work. */
class LineAmongReplicasTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Answer ANSWERED = new Answer.Answered(Duration.ZERO);

    private final ExecutorService calls = Executors.newCachedThreadPool();
    private final OnePlace place = new OnePlace();
    private final Replica replica = new Replica(place, Duration.ofSeconds(25));

    @AfterEach
    void end() {
        calls.shutdownNow();
    }

    @Test
    void promise10_whoIsToldToWaitWhenAPlaceWasGivenUpAsksNotBeforeThat() throws Exception {
        // Given
        var line = new Line(replica, InstantSource.system());
        var turn = (Budget.Turn) line.await(Urgency.LIVE, LONG, LONG);
        var first = waiting(line, replica, Urgency.LIVE);
        replica.givesUpFor(Duration.ofMillis(300));
        var askedBefore = replica.asked.size();

        // When
        line.giveBack(turn, ANSWERED);
        var next = first.get(30, TimeUnit.SECONDS);

        // Then
        assertThat(next).isInstanceOf(Budget.Turn.class);
        assertThat(replica.asked.subList(askedBefore, replica.asked.size()))
                .isNotEmpty()
                .allMatch(at -> at - replica.givenUpAt >= TimeUnit.MILLISECONDS.toNanos(300));
    }

    @Test
    void promise10_neitherDoesSomebodyMoreUrgentWhoJoinsMeanwhile() throws Exception {
        // Given
        var line = new Line(replica, InstantSource.system());
        var turn = (Budget.Turn) line.await(Urgency.BULK, LONG, LONG);
        var bulk = waiting(line, replica, Urgency.BULK);
        replica.givesUpFor(Duration.ofMillis(300));
        line.giveBack(turn, ANSWERED);
        var askedBefore = replica.asked.size();

        // When
        var leaver = line.await(Urgency.LEAVER, LONG, LONG);

        // Then
        assertThat(leaver).isInstanceOf(Budget.Turn.class);
        assertThat(replica.asked.get(askedBefore) - replica.givenUpAt)
                .isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(300));
        assertThat(bulk.isDone()).isFalse();
        line.giveBack((Budget.Turn) leaver, ANSWERED);
        assertThat(bulk.get(30, TimeUnit.SECONDS)).isInstanceOf(Budget.Turn.class);
    }

    @Test
    void promise10_aPlaceThatOneReplicaGivesUpIsTakenByTheOtherThatWaits() throws Exception {
        // Given
        var busy = new Line(replica, InstantSource.system());
        var otherReplica = new Replica(place, Duration.ofMillis(20));
        var other = new Line(otherReplica, InstantSource.system());
        var turn = (Budget.Turn) busy.await(Urgency.LIVE, LONG, LONG);
        var more = waiting(busy, replica, Urgency.LIVE);
        var waitsThere = waiting(other, otherReplica, Urgency.LIVE);
        replica.givesUpFor(Duration.ofSeconds(20));

        // When
        busy.giveBack(turn, ANSWERED);
        var there = waitsThere.get(10, TimeUnit.SECONDS);

        // Then
        assertThat(there).isInstanceOf(Budget.Turn.class);
        assertThat(more.isDone()).isFalse();
    }

    @Test
    void promise10_aPlaceIsPassedOnWithinAReplicaWithoutAskingUntilItIsGivenUp() throws Exception {
        // Given
        var line = new Line(replica, InstantSource.system());
        var turn = (Budget.Turn) line.await(Urgency.LIVE, LONG, LONG);
        var first = waiting(line, replica, Urgency.LIVE);

        // When
        line.giveBack(turn, ANSWERED);

        // Then
        assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo(turn);
    }

    @Test
    void promise10_ofTwoReplicasThatNeverRunOutOfWorkBothGetTheOnlyPlace() throws Exception {
        // Given: as it is, with its tables.
        var integration = BudgetTables.newIntegration();
        var ceiling = new Ceiling(100_000, 1);
        var lines = List.of(
                new Line(BudgetTables.replica(100_000).of(integration, ceiling), InstantSource.system()),
                new Line(BudgetTables.replica(100_000).of(integration, ceiling), InstantSource.system()));
        var order = Collections.synchronizedList(new ArrayList<Line>());

        // When
        var callers = new ArrayList<Future<?>>();
        for (var line : lines) {
            for (int i = 0; i < 8; i++) {
                callers.add(calls.submit(() -> callForEver(line, order)));
            }
        }

        // Then: the place goes there and back.
        await().atMost(LONG).until(() -> changes(List.copyOf(order)) >= 2);
        assertThat(callers).noneMatch(Future::isDone);
    }

    private static Void callForEver(Line line, List<Line> order) throws InterruptedException {
        while (true) {
            if (line.await(Urgency.LIVE, LONG, LONG) instanceof Budget.Turn turn) {
                order.add(line);
                BudgetTables.pass(Duration.ofMillis(1));
                line.giveBack(turn, ANSWERED);
            }
        }
    }

    private static int changes(List<Line> order) {
        int changes = 0;
        for (int i = 1; i < order.size(); i++) {
            changes += order.get(i) == order.get(i - 1) ? 0 : 1;
        }
        return changes;
    }

    /** A call that waits for its turn, and has asked for it. */
    private Future<Budget.Asked> waiting(Line line, Replica replica, Urgency urgency) {
        var asked = replica.asked.size();
        var call = calls.submit(() -> line.await(urgency, LONG, LONG));
        await().until(() -> replica.asked.size() > asked);
        return call;
    }

    /** All that replicas share is one place. */
    private static final class OnePlace {
        private boolean taken;
    }

    /** A replica's view of it. */
    private static final class Replica implements Budget {
        private final OnePlace place;
        private final Duration again;
        private final List<Long> asked = Collections.synchronizedList(new ArrayList<>());
        private volatile Duration wait;
        private volatile long givenUpAt;

        /** @param again when it is worth asking again; long where nothing but the line is to make a call ask */
        Replica(OnePlace place, Duration again) {
            this.place = place;
            this.again = again;
        }

        /** When the place is to be passed on next, it is given up, and not to be asked for here for this long. */
        void givesUpFor(Duration time) {
            wait = time;
        }

        @Override
        public Asked ask(Duration longest) {
            synchronized (place) {
                asked.add(System.nanoTime());
                if (place.taken) {
                    return new Wait(again.toMillis());
                }
                place.taken = true;
                return new Turn(1, 1, 0);
            }
        }

        @Override
        public void giveBack(Turn turn, Answer answer) {
            synchronized (place) {
                place.taken = false;
            }
        }

        @Override
        public Asked passOn(Turn turn, Answer answer, Duration longest) {
            if (wait == null) {
                return turn;
            }
            giveBack(turn, answer);
            givenUpAt = System.nanoTime();
            return new Wait(wait.toMillis());
        }
    }
}
