package dev.rollcall.zenqms.budget;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import io.github.bucket4j.Bucket;

/**
 * One replica's way to the shared bucket: where the pace is high, it fetches what is used up within moments at once. What was
 * fetched and is not used within that time is lost, so that no replica saves up.
 */
final class Tokens {

    private static final long WORTH_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Bucket bucket;
    private final long atOnce;
    private final ReentrantLock lock = new ReentrantLock();
    private long left;
    private long fetchedNanos;

    Tokens(Bucket bucket, double requestsPerSecond) {
        this.bucket = bucket;
        this.atOnce = Math.max(1, (long) (requestsPerSecond * WORTH_NANOS / TimeUnit.SECONDS.toNanos(1)));
    }

    /** @return 0 with a token, else after how many nanoseconds it is worth asking again */
    long take() {
        lock.lock();
        try {
            if (left == 0 || System.nanoTime() - fetchedNanos > 2 * WORTH_NANOS) {
                left = bucket.tryConsumeAsMuchAsPossible(atOnce);
                fetchedNanos = System.nanoTime();
            }
            if (left > 0) {
                left--;
                return 0;
            }
            return Math.max(1, bucket.estimateAbilityToConsume(1).getNanosToWaitForRefill());
        } finally {
            lock.unlock();
        }
    }
}
