package dev.rollcall.zenqms.budget;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import dev.rollcall.model.IntegrationId;

import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.TokensInheritanceStrategy;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import org.jboss.logging.Logger;

/** One replica's view of an integration's budget: it tells what it sees once a second, and at once when asked to slow down. */
final class SharedBudget implements Budget {

    private static final Logger LOG = Logger.getLogger(SharedBudget.class);

    private static final long TELL_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** Nobody tells when another replica gives a place back. */
    private static final long PLACE_AGAIN_MILLIS = 20;
    /** A call that is sent this much after another replica was asked for quiet might have been under way as well. */
    private static final long QUIET_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    /** While that is found out beside them, calls go by what was known, unless it is older than this. */
    private static final long QUIET_KNOWN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final IntegrationId integration;
    private final Ceiling ceiling;
    private final ProxyManager<String> buckets;
    private final PaceTable table;
    private final ReplicaPlaces places;
    private final Sightings sightings = new Sightings();
    private final ReentrantLock telling = new ReentrantLock();
    private final ReentrantLock asking = new ReentrantLock();
    private volatile Quiet lastQuiet;
    private volatile Current current;

    SharedBudget(
            IntegrationId integration,
            Ceiling ceiling,
            ProxyManager<String> buckets,
            PaceTable table,
            ReplicaPlaces places) {
        this.integration = integration;
        this.ceiling = ceiling;
        this.buckets = buckets;
        this.table = table;
        this.places = places;
    }

    private record Current(PaceTable.Agreed agreed, Tokens tokens, long asOfNanos) {

        boolean isOld() {
            return System.nanoTime() - asOfNanos >= TELL_EVERY_NANOS;
        }
    }

    @Override
    public Asked ask(Duration longest) {
        var now = current();
        var quiet = quiet();
        if (quiet.isPositive()) {
            return new Wait(quiet.toMillis() + 1);
        }
        var place = places.take(longest);
        if (place.isEmpty()) {
            var asked = table.quiet();
            if (asked > 0) {
                return new Wait(asked);
            }
            sightings.scarce();
            return new Wait(PLACE_AGAIN_MILLIS);
        }
        return paced(place.get(), now);
    }

    /** The place with its share of the pace; if there is none, who waits for the pace keeps nobody from the place. */
    private Asked paced(Turn place, Current now) {
        var waitNanos = -1L;
        try {
            waitNanos = now.tokens.take();
        } finally {
            if (waitNanos != 0) {
                places.free(List.of(place));
            }
        }
        if (waitNanos == 0) {
            return place;
        }
        sightings.scarce();
        return new Wait(TimeUnit.NANOSECONDS.toMillis(waitNanos) + 1);
    }

    @Override
    public Asked passOn(Turn turn, Answer answer, Duration longest) {
        if (!(answer instanceof Answer.Answered) || !places.mayStay(turn)) {
            giveBack(turn, answer);
            // Another replica may have waited for long: it looks often enough to be first now.
            return new Wait(PLACE_AGAIN_MILLIS + 5);
        }
        sightings.add(answer);
        // Somebody waits, or there would be nobody to pass it on to.
        sightings.scarce();
        Current now = null;
        try {
            now = current();
        } finally {
            if (now == null) {
                places.free(List.of(turn));
            }
        }
        return paced(turn, now);
    }

    @Override
    public void giveBack(Turn turn, Answer answer) {
        sightings.add(answer);
        try {
            // First what others must know.
            switch (answer) {
                case Answer.SlowDown(var quiet) -> quiet(quiet);
                case Answer.Trouble(var quiet) when quiet.isPositive() -> quiet(quiet);
                case Answer.Trouble ignored -> {}
                case Answer.Answered ignored -> {}
                case Answer.NotSent ignored -> {}
            }
        } finally {
            if (answer instanceof Answer.Answered) {
                places.keepOrFree(List.of(turn));
            } else {
                places.free(List.of(turn));
            }
        }
    }

    @Override
    public Duration quiet() {
        var known = lastQuiet;
        if (known == null || known.isOlderThan(QUIET_KNOWN_NANOS)) {
            return askedForQuiet(known).left();
        }
        if (known.isOlderThan(QUIET_AGAIN_NANOS) && !asking.isLocked()) {
            Thread.ofVirtual().name("quiet").start(() -> askBesideTheCalls(known));
        }
        return known.left();
    }

    private void askBesideTheCalls(Quiet known) {
        try {
            askedForQuiet(known);
        } catch (RuntimeException e) {
            // The next call asks by itself, and says so.
            LOG.debug("Whether ZenQMS asked for quiet can't be read", e);
        }
    }

    private Quiet askedForQuiet(Quiet known) {
        asking.lock();
        try {
            var newest = lastQuiet;
            if (newest == known || newest == null) {
                var asked = System.nanoTime();
                newest = new Quiet(asked, asked + TimeUnit.MILLISECONDS.toNanos(table.quiet()));
                lastQuiet = newest;
            }
            return newest;
        } finally {
            asking.unlock();
        }
    }

    private record Quiet(long askedNanos, long untilNanos) {

        boolean isOlderThan(long nanos) {
            return System.nanoTime() - askedNanos > nanos;
        }

        Duration left() {
            return Duration.ofNanos(Math.max(0, untilNanos - System.nanoTime()));
        }
    }

    /** The pace's row is there once it was told. */
    private void quiet(Duration time) {
        tell();
        table.quiet(time);
        // Who waits here shall not find out last: nor from an answer that was on its way meanwhile.
        asking.lock();
        try {
            lastQuiet = null;
        } finally {
            asking.unlock();
        }
    }

    private Current current() {
        var known = current;
        if (known == null) {
            telling.lock();
        } else if (!known.isOld() || !telling.tryLock()) {
            return known;
        }
        try {
            return current == known ? tell() : current;
        } finally {
            telling.unlock();
        }
    }

    private Current tell() {
        telling.lock();
        try {
            var agreed = table.tell(sightings.sinceLast(), ceiling);
            var known = current;
            var tokens = known != null && known.agreed.version() == agreed.version() ? known.tokens : tokens(agreed);
            current = new Current(agreed, tokens, System.nanoTime());
            places.limit(agreed.pace().places(ceiling));
            return current;
        } finally {
            telling.unlock();
        }
    }

    /** Refilled evenly, so that a second's allowance is not spent in its first moment. */
    private Tokens tokens(PaceTable.Agreed agreed) {
        var speed = agreed.pace().requestsPerSecond();
        var everyNanos = (long) (TimeUnit.SECONDS.toNanos(1) / speed);
        var burst = Math.max(1, (long) (speed / 10));
        var configuration = BucketConfiguration.builder()
                .addLimit(limit -> limit.capacity(burst).refillGreedy(1, Duration.ofNanos(everyNanos)))
                .build();
        var bucket = buckets.builder()
                .withImplicitConfigurationReplacement(agreed.version(), TokensInheritanceStrategy.AS_IS)
                .build(integration.value(), () -> configuration);
        return new Tokens(bucket, speed);
    }
}
