package dev.rollcall.zenqms.budget;

import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Calls of this replica that wait for a turn: the most urgent first, the oldest first among equals. Only the first in line asks
 * the budget.
 */
public final class Line {

    private final Budget budget;
    private final ReentrantLock lock = new ReentrantLock();
    private final PriorityQueue<Waiting> line =
            new PriorityQueue<>(Comparator.comparing(Waiting::urgency).thenComparing(Waiting::number));
    private long numbers;
    private volatile long quietUntilNanos = System.nanoTime();

    public Line(Budget budget) {
        this.budget = budget;
    }

    /**
     * Waits for a turn.
     *
     * @param longest how long the call can last
     * @return empty when there was none in time
     */
    public Optional<Budget.Turn> await(Urgency urgency, Duration patience, Duration longest)
            throws InterruptedException {
        var deadline = System.nanoTime() + patience.toNanos();
        lock.lockInterruptibly();
        var me = new Waiting(urgency, numbers++, lock.newCondition());
        line.add(me);
        try {
            while (deadline - System.nanoTime() > 0) {
                var wait = deadline - System.nanoTime();
                if (line.peek() == me) {
                    switch (ask(longest)) {
                        case Budget.Turn turn -> {
                            return Optional.of(turn);
                        }
                        case Budget.Wait(var millis) -> wait = Math.min(wait, TimeUnit.MILLISECONDS.toNanos(millis));
                    }
                }
                me.changed.awaitNanos(wait);
            }
            return Optional.empty();
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
            quietUntilNanos = System.nanoTime() + quiet.toNanos();
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
        var left = quietUntilNanos - System.nanoTime();
        return left > 0 ? Duration.ofNanos(left) : Duration.ZERO;
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
