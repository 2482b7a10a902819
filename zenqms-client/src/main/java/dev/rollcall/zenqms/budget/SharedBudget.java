package dev.rollcall.zenqms.budget;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import dev.rollcall.model.IntegrationId;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.TokensInheritanceStrategy;
import io.github.bucket4j.distributed.proxy.ProxyManager;

/** One replica's view of an integration's budget: it tells what it sees once a second, and at once when asked to slow down. */
final class SharedBudget implements Budget {

    private static final long TELL_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** Nobody tells when another replica gives a place back. */
    private static final long PLACE_AGAIN_MILLIS = 20;

    private final IntegrationId integration;
    private final Ceiling ceiling;
    private final ProxyManager<String> buckets;
    private final PaceTable table;
    private final Places places;
    private final Sightings sightings = new Sightings();
    private final ReentrantLock telling = new ReentrantLock();
    private volatile Current current;

    SharedBudget(
            IntegrationId integration, Ceiling ceiling, ProxyManager<String> buckets, PaceTable table, Places places) {
        this.integration = integration;
        this.ceiling = ceiling;
        this.buckets = buckets;
        this.table = table;
        this.places = places;
    }

    private record Current(PaceTable.Agreed agreed, Bucket bucket, long asOfNanos) {

        boolean isOld() {
            return System.nanoTime() - asOfNanos >= TELL_EVERY_NANOS;
        }
    }

    @Override
    public Asked ask(Duration longest) {
        var now = current();
        var place = places.take(now.agreed.pace().places(ceiling), longest);
        if (place.isEmpty()) {
            var quiet = table.quiet();
            if (quiet > 0) {
                return new Wait(quiet);
            }
            sightings.scarce();
            return new Wait(PLACE_AGAIN_MILLIS);
        }
        var paced = false;
        try {
            var probe = now.bucket.tryConsumeAndReturnRemaining(1);
            paced = probe.isConsumed();
            if (paced) {
                return place.get();
            }
            sightings.scarce();
            return new Wait(TimeUnit.NANOSECONDS.toMillis(probe.getNanosToWaitForRefill()) + 1);
        } finally {
            if (!paced) {
                // Who waits for the pace keeps nobody from a place.
                places.free(place.get());
            }
        }
    }

    @Override
    public void giveBack(Turn turn, Answer answer) {
        sightings.add(answer);
        // First what others must know: a place that stays taken is free by itself.
        switch (answer) {
            case Answer.SlowDown(var quiet) -> quiet(quiet);
            case Answer.Trouble(var quiet) when quiet.isPositive() -> quiet(quiet);
            case Answer.Trouble ignored -> {}
            case Answer.Answered ignored -> {}
            case Answer.NotSent ignored -> {}
        }
        places.free(turn);
    }

    /** The pace's row is there once it was told. */
    private void quiet(Duration time) {
        tell();
        table.quiet(time);
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
            var bucket = known != null && known.agreed.version() == agreed.version() ? known.bucket : bucket(agreed);
            current = new Current(agreed, bucket, System.nanoTime());
            return current;
        } finally {
            telling.unlock();
        }
    }

    /** Refilled evenly, so that a second's allowance is not spent in its first moment. */
    private Bucket bucket(PaceTable.Agreed agreed) {
        var speed = agreed.pace().requestsPerSecond();
        var everyNanos = (long) (TimeUnit.SECONDS.toNanos(1) / speed);
        var burst = Math.max(1, (long) (speed / 10));
        var configuration = BucketConfiguration.builder()
                .addLimit(limit -> limit.capacity(burst).refillGreedy(1, Duration.ofNanos(everyNanos)))
                .build();
        return buckets.builder()
                .withImplicitConfigurationReplacement(agreed.version(), TokensInheritanceStrategy.AS_IS)
                .build(integration.value(), () -> configuration);
    }
}
