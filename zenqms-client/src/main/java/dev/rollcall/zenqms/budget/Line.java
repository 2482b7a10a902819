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
    /** Who waits finds out within this that the call is not wanted any more. */
    private static final long LOOK_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Budget budget;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final PriorityQueue<Waiting> line =
            new PriorityQueue<>(Comparator.comparing(Waiting::urgency).thenComparing(Waiting::number));
    private long numbers;
    private long askNotBefore = System.nanoTime();
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
        return await(urgency, patience, longest, () -> {});
    }

    /**
     * Waits for a turn while the call is wanted.
     *
     * @param wanted asked now and then while waiting, cheap; if it throws, that is thrown
     */
    public Budget.Asked await(Urgency urgency, Duration patience, Duration longest, Runnable wanted)
            throws InterruptedException {
        var deadline = System.nanoTime() + patience.toNanos();
        lock.lockInterruptibly();
        var me = new Waiting(urgency, numbers++, longest, lock.newCondition());
        line.add(me);
        try {
            while (me.turn == null && deadline - System.nanoTime() > 0) {
                wanted.run();
                var left = deadline - System.nanoTime();
                var wait = left;
                var early = askNotBefore - System.nanoTime();
                if (line.peek() == me && early > 0) {
                    wait = Math.min(left, early);
                } else if (line.peek() == me) {
                    switch (ask(longest)) {
                        case Budget.Turn turn when me.turn != null -> surplus(turn);
                        case Budget.Turn turn -> me.turn = turn;
                        case Budget.Wait longer
                        when me.turn == null && longer.millis() > TimeUnit.NANOSECONDS.toMillis(left) -> {
                            return longer;
                        }
                        case Budget.Wait(var millis) -> wait = TimeUnit.MILLISECONDS.toNanos(millis);
                    }
                }
                if (me.turn == null) {
                    await(me, wait, wanted);
                }
            }
            return me.turn == null ? NOT_IN_TIME : me.take();
        } finally {
            line.remove(me);
            // Interrupted in the moment it was given one.
            if (me.turn != null) {
                surplus(me.take());
            }
            wakeFirst();
            lock.unlock();
        }
    }

    /** Until something changed for the one who waits, or so long. */
    private static void await(Waiting me, long nanos, Runnable wanted) throws InterruptedException {
        var left = nanos;
        while (left > 0) {
            var slice = Math.min(left, LOOK_UP_NANOS);
            if (me.changed.awaitNanos(slice) > 0) {
                return;
            }
            wanted.run();
            left -= slice;
        }
    }

    /** Ends a turn; the first in line may have it, and gets it with all that it took to have it. */
    public void giveBack(Budget.Turn turn, Answer answer) {
        var quiet = answer.quiet();
        if (quiet.isPositive()) {
            var until = clock.instant().plus(quiet);
            quietUntil = until.isAfter(quietUntil) ? until : quietUntil;
        }
        var next = longestOfFirst();
        if (next == null) {
            budget.giveBack(turn, answer);
        }
        var asked = next == null ? null : budget.passOn(turn, answer, next);
        lock.lock();
        try {
            switch (asked) {
                case Budget.Turn another -> surplus(another);
                // Also what lets another replica come first.
                case Budget.Wait(var millis) ->
                    askNotBefore = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
                case null -> {}
            }
            wakeFirst();
        } finally {
            lock.unlock();
        }
    }

    /** Null when nobody waits. */
    private Duration longestOfFirst() {
        lock.lock();
        try {
            return line.isEmpty() ? null : line.peek().longest;
        } finally {
            lock.unlock();
        }
    }

    /** A turn that nobody has: the first in line gets it, or it goes back. */
    private void surplus(Budget.Turn turn) {
        var first = line.poll();
        if (first != null) {
            first.turn = turn;
            first.changed.signal();
            return;
        }
        lock.unlock();
        try {
            budget.giveBack(turn, new Answer.NotSent());
        } finally {
            lock.lock();
        }
    }

    /** How long nobody is to ask; for who had a turn already when that came. */
    public Duration quiet() {
        var now = clock.instant();
        return now.isBefore(quietUntil) ? Duration.between(now, quietUntil) : budget.quiet();
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

    private static final class Waiting {
        private final Urgency urgency;
        private final long number;
        private final Duration longest;
        private final Condition changed;
        /** Given by who ended theirs; null until then. */
        private Budget.Turn turn;

        Waiting(Urgency urgency, long number, Duration longest, Condition changed) {
            this.urgency = urgency;
            this.number = number;
            this.longest = longest;
            this.changed = changed;
        }

        Urgency urgency() {
            return urgency;
        }

        long number() {
            return number;
        }

        Budget.Turn take() {
            var mine = turn;
            turn = null;
            return mine;
        }
    }
}
