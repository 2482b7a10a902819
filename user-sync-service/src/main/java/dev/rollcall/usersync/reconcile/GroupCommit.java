package dev.rollcall.usersync.reconcile;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jdbi.v3.core.Handle;

/**
 * People who are done at the same moment are recorded in one transaction. Whoever comes first does it for all who came while
 * the one before was under way: nobody waits when it is quiet, and many share one commit when it is not. Who is in no hurry may
 * let others gather first.
 *
 * <p>A group that fails is tried one by one, each by itself: one bad person stops no one else.
 */
final class GroupCommit<T> {

    /** Keeps a transaction short, and its failure cheap. */
    private static final int LARGEST = 100;

    private final Consumer<List<T>> transaction;
    private final Function<T, Duration> gather;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Ticket<T>> waiting = new ArrayDeque<>();
    private boolean underWay;

    /** @param transaction commits all of them, or throws and has committed none as far as it knows */
    GroupCommit(Consumer<List<T>> transaction) {
        this(transaction, item -> Duration.ZERO);
    }

    /** @param gather how long an item that comes first lets others come */
    GroupCommit(Consumer<List<T>> transaction, Function<T, Duration> gather) {
        this.transaction = transaction;
        this.gather = gather;
    }

    private enum State {
        WAITING,
        LEADS,
        DONE,
        ALONE
    }

    private static final class Ticket<T> {
        private final T item;
        private final Condition changed;
        private State state = State.WAITING;

        Ticket(T item, Condition changed) {
            this.item = item;
            this.changed = changed;
        }
    }

    /** A group doesn't wait for a row that somebody else has: it fails, and each waits for its own. */
    static void impatientFor(List<?> group, Handle handle) {
        if (group.size() > 1) {
            handle.execute("set local lock_timeout = '500ms'");
        }
    }

    /** Returns when the item is committed; throws what its own transaction threw. */
    void commit(T item) {
        var mine = new Ticket<>(item, lock.newCondition());
        lock.lock();
        try {
            waiting.add(mine);
            if (!underWay) {
                underWay = true;
                mine.state = State.LEADS;
            }
            while (mine.state == State.WAITING) {
                mine.changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
        switch (mine.state) {
            case LEADS -> lead(mine);
            case ALONE -> transaction.accept(List.of(item));
            case DONE, WAITING -> {}
        }
    }

    /** How many have come and are in nobody's transaction yet. */
    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    private void lead(Ticket<T> mine) {
        var group = List.of(mine);
        var end = State.ALONE;
        try {
            if (waiting() < LARGEST) {
                LockSupport.parkNanos(gather.apply(mine.item).toNanos());
            }
            group = group(mine);
            transaction.accept(group.stream().map(ticket -> ticket.item).toList());
            end = State.DONE;
        } catch (RuntimeException e) {
            if (group.size() == 1) {
                throw e;
            }
        } finally {
            over(group, mine, end);
        }
        if (end == State.ALONE) {
            transaction.accept(List.of(mine.item));
        }
    }

    /** Those who wait, the leader among them. */
    private List<Ticket<T>> group(Ticket<T> mine) {
        lock.lock();
        try {
            waiting.remove(mine);
            var group = new ArrayList<Ticket<T>>();
            group.add(mine);
            while (group.size() < LARGEST && !waiting.isEmpty()) {
                group.add(waiting.poll());
            }
            return group;
        } finally {
            lock.unlock();
        }
    }

    /** Tells the group, and makes the next who waits the leader. */
    private void over(List<Ticket<T>> group, Ticket<T> leader, State end) {
        lock.lock();
        try {
            for (var ticket : group) {
                if (ticket != leader) {
                    ticket.state = end;
                    ticket.changed.signal();
                }
            }
            waiting.remove(leader);
            var next = waiting.peek();
            underWay = next != null;
            if (next != null) {
                next.state = State.LEADS;
                next.changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }
}
