package dev.rollcall.zenqms.budget;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Calls of this replica that wait for a turn: the most urgent first, the oldest first among equals. Only the first in line asks
 * the budget.
 */
public final class Line {

    private static final Budget.Wait NOT_IN_TIME = new Budget.Wait(1_000);

    private final Budget budget;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final PriorityQueue<Waiting> line =
            new PriorityQueue<>(Comparator.comparing(Waiting::urgency).thenComparing(Waiting::number));
    private long numbers;
    private volatile Instant quietUntil = Instant.EPOCH;

    public Line(Budget budget, InstantSource clock) {
        this.budget = budget;
        this.clock = clock;
    }

    /**
     * Waits for a turn.
     *
     * @param longest how long the call can last
     * @return a wait when there was no turn in time: at once where that is clear from the start
     */
    public Budget.Asked await(Urgency urgency, Duration patience, Duration longest) throws InterruptedException {
        var deadline = System.nanoTime() + patience.toNanos();
        lock.lockInterruptibly();
        var me = new Waiting(urgency, numbers++, lock.newCondition());
        line.add(me);
        try {
            while (deadline - System.nanoTime() > 0) {
                var left = deadline - System.nanoTime();
                var wait = left;
                if (line.peek() == me) {
                    switch (ask(longest)) {
                        case Budget.Turn turn -> {
                            return turn;
                        }
                        case Budget.Wait longer
                        when longer.millis() > TimeUnit.NANOSECONDS.toMillis(left) -> {
                            return longer;
                        }
                        case Budget.Wait(var millis) -> wait = TimeUnit.MILLISECONDS.toNanos(millis);
                    }
                }
                me.changed.awaitNanos(wait);
            }
            return NOT_IN_TIME;
        } finally {
            line.remove(me);
            wakeFirst();
            lock.unlock();
        }
    }

    /** Ends a turn; the first in line may have it. */
    public void giveBack(Budget.Turn turn, Answer answer) {
        var quiet = answer.quiet();
        if (quiet.isPositive()) {
            var until = clock.instant().plus(quiet);
            quietUntil = until.isAfter(quietUntil) ? until : quietUntil;
        }
        budget.giveBack(turn, answer);
        lock.lock();
        try {
            wakeFirst();
        } finally {
            lock.unlock();
        }
    }

    /** How long nobody is to ask, as far as this replica was told; for who had a turn already when that came. */
    public Duration quiet() {
        var now = clock.instant();
        return now.isBefore(quietUntil) ? Duration.between(now, quietUntil) : Duration.ZERO;
    }

    /** Others join the line meanwhile; one of them may be more urgent, and asks as well. */
    private Budget.Asked ask(Duration longest) {
        lock.unlock();
        try {
            return budget.ask(longest);
        } finally {
            lock.lock();
        }
    }

    private void wakeFirst() {
        var first = line.peek();
        if (first != null) {
            first.changed.signal();
        }
    }

    private record Waiting(Urgency urgency, long number, Condition changed) {}
}
