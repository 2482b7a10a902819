package dev.rollcall.zenqms.budget;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import org.jboss.logging.Logger;

/**
 * An integration's places that this replica holds. Who makes one call after the other would ask the database for each of them;
 * so a place stays for a moment, and goes back when no call came for it.
 */
final class ReplicaPlaces {

    private static final Logger LOG = Logger.getLogger(ReplicaPlaces.class);

    /** How long a place stays without a call, at the least; twice as long at the most. */
    static final Duration IDLE = Duration.ofMillis(50);

    /** Who needs many takes several at once; this many at the most. */
    private static final int AT_ONCE = 16;

    /** A place is passed on from call to call for so long, or other replicas would never get it. */
    private static final Duration KEPT = Duration.ofSeconds(2);

    /** Another replica that waits looks every 20 ms. */
    private static final Duration OTHERS_FIRST = Duration.ofMillis(40);

    private final Places places;
    private final Executor afterAMoment;
    private final Deque<Idle> idle = new ArrayDeque<>();
    private int held;
    private int ceiling;
    private int limit;
    /** Whether there were fewer than this replica wanted when it asked last: others wait, too, then. */
    private boolean scarce;

    private long othersUntilNanos = System.nanoTime();
    private boolean looksAgain;
    private boolean closed;

    ReplicaPlaces(Places places) {
        this.places = places;
        this.afterAMoment = CompletableFuture.delayedExecutor(
                IDLE.toMillis(),
                TimeUnit.MILLISECONDS,
                task -> Thread.ofVirtual().name("idle-places").start(task));
    }

    private record Idle(Budget.Turn place, long sinceNanos) {}

    /** The most there may be, by the newest settings. */
    synchronized void ceiling(int places) {
        ceiling = places;
    }

    /** How many places there are now, over all replicas. */
    synchronized void limit(int places) {
        limit = Math.min(places, ceiling);
    }

    /**
     * Takes one of the first {@link #limit} places.
     *
     * @param longest how long a call can take
     * @return empty when none is free, or it is another replica's time
     */
    Optional<Budget.Turn> take(Duration longest) {
        int first;
        int wanted;
        synchronized (this) {
            first = limit;
            // The one used last, so that the others become idle.
            var newest = idle.stream().filter(one -> mayStay(one.place)).findFirst();
            if (newest.isPresent()) {
                idle.remove(newest.get());
                return Optional.of(newest.get().place);
            }
            if (System.nanoTime() - othersUntilNanos < 0) {
                return Optional.empty();
            }
            // Twice as many as before, but of several that are left not all: they may be another replica's only ones.
            wanted = Math.clamp(Math.min(held, (limit - held) / 2), 1, AT_ONCE);
        }
        var taken = places.take(first, wanted, KEPT, longest);
        synchronized (this) {
            held += taken.size();
            scarce = taken.size() < wanted;
        }
        if (taken.isEmpty()) {
            return Optional.empty();
        }
        keepOrFree(taken.subList(1, taken.size()));
        return Optional.of(taken.getFirst());
    }

    /** After calls that went well: the next ones may have the places without asking for them. */
    void keepOrFree(List<Budget.Turn> these) {
        var rest = new ArrayList<Budget.Turn>();
        synchronized (this) {
            for (var place : these) {
                if (mayStay(place) && !closed) {
                    idle.push(new Idle(place, System.nanoTime()));
                } else {
                    rest.add(place);
                }
            }
            if (!looksAgain && !idle.isEmpty()) {
                looksAgain = true;
                afterAMoment.execute(this::freeWhatIsIdle);
            }
        }
        free(rest);
    }

    /** Whether it may go to one more call. */
    synchronized boolean mayStay(Budget.Turn place) {
        return !isOld(place) && place.place() <= limit;
    }

    private static boolean isOld(Budget.Turn place) {
        return System.nanoTime() - place.keptUntilNanos() >= 0;
    }

    /** Never fails: a place that can't be given back now is free by itself later. */
    void free(List<Budget.Turn> these) {
        if (these.isEmpty()) {
            return;
        }
        synchronized (this) {
            if ((held >= limit || scarce) && these.stream().anyMatch(ReplicaPlaces::isOld)) {
                // Another replica may have waited for long, and looks often enough to be first now.
                othersUntilNanos = System.nanoTime() + OTHERS_FIRST.toNanos();
            }
            held -= these.size();
        }
        try {
            places.free(these);
        } catch (RuntimeException e) {
            LOG.debug("Places at ZenQMS stay taken for a while", e);
        }
    }

    /** At the end of the service: another replica need not wait until its idle places are free by themselves. */
    void close() {
        List<Budget.Turn> all;
        synchronized (this) {
            closed = true;
            all = idle.stream().map(Idle::place).toList();
            idle.clear();
        }
        free(all);
    }

    private void freeWhatIsIdle() {
        var over = new ArrayList<Idle>();
        synchronized (this) {
            var before = System.nanoTime() - IDLE.toNanos();
            idle.stream()
                    .filter(one -> one.sinceNanos - before <= 0 || !mayStay(one.place))
                    .forEach(over::add);
            idle.removeAll(over);
            looksAgain = !idle.isEmpty();
            if (looksAgain) {
                afterAMoment.execute(this::freeWhatIsIdle);
            }
        }
        free(over.stream().map(Idle::place).toList());
    }
}
