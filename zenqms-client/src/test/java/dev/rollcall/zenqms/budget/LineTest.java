package dev.rollcall.zenqms.budget;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Who goes first when turns are scarce. */
class LineTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    void promise1_leaversGoBeforeLiveChangesAndThoseBeforeBulk() throws Exception {
        // Given
        var line = new Line(BudgetTables.ofNewIntegration(new Ceiling(1000, 1)), InstantSource.system());
        var held = (Budget.Turn) line.await(Urgency.BULK, LONG, LONG);
        var order = Collections.synchronizedList(new ArrayList<Urgency>());
        var waiting = new ArrayList<Thread>();
        for (var urgency : List.of(Urgency.BULK, Urgency.LIVE, Urgency.LEAVER)) {
            var thread = Thread.ofPlatform().start(() -> takeATurn(line, urgency, order));
            await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
            waiting.add(thread);
        }

        // When
        line.giveBack(held, new Answer.Answered(Duration.ZERO));
        for (var thread : waiting) {
            thread.join();
        }

        // Then
        assertThat(order).containsExactly(Urgency.LEAVER, Urgency.LIVE, Urgency.BULK);
    }

    @Test
    void whoGivesUpMakesWayForTheNext() throws Exception {
        // Given
        var line = new Line(BudgetTables.ofNewIntegration(new Ceiling(1000, 1)), InstantSource.system());
        var held = (Budget.Turn) line.await(Urgency.BULK, LONG, LONG);

        // When
        var none = line.await(Urgency.LEAVER, Duration.ofMillis(50), LONG);
        line.giveBack(held, new Answer.NotSent());

        // Then
        assertThat(none).isInstanceOf(Budget.Wait.class);
        assertThat(line.await(Urgency.BULK, LONG, LONG)).isInstanceOf(Budget.Turn.class);
    }

    private static void takeATurn(Line line, Urgency urgency, List<Urgency> order) {
        try {
            var turn = (Budget.Turn) line.await(urgency, LONG, LONG);
            order.add(urgency);
            line.giveBack(turn, new Answer.Answered(Duration.ZERO));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
