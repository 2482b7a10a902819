package dev.rollcall.zenqms;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

import dev.rollcall.model.MappedFields;
import dev.rollcall.model.ZenQmsUserId;

import io.github.bucket4j.Bucket;

/** Keeps to a number of requests a second and a number at a time. One object per integration. */
public final class PacedZenQmsUsers implements ZenQmsUsers {

    private final ZenQmsUsers users;
    private final Bucket bucket;
    private final Semaphore places;

    public PacedZenQmsUsers(ZenQmsUsers users, int requestsPerSecond, int concurrency) {
        this.users = users;
        // Refilled evenly, so a second's allowance is not spent in its first moment.
        this.bucket = Bucket.builder()
                .addLimit(limit -> limit.capacity(Math.max(1, requestsPerSecond / 10))
                        .refillGreedy(requestsPerSecond, Duration.ofSeconds(1)))
                .build();
        this.places = new Semaphore(concurrency, true);
    }

    @Override
    public UserPage search(UserSearch search, int page) {
        return paced(() -> users.search(search, page));
    }

    @Override
    public ZenQmsUser create(MappedFields fields) {
        return paced(() -> users.create(fields));
    }

    @Override
    public void patch(ZenQmsUserId id, MappedFields changes) {
        paced(() -> {
            users.patch(id, changes);
            return null;
        });
    }

    private <T> T paced(Supplier<T> call) {
        try {
            bucket.asBlocking().consume(1);
            places.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ZenQmsException.Unavailable("Interrupted while waiting for a turn at ZenQMS.", null, e);
        }
        try {
            return call.get();
        } finally {
            places.release();
        }
    }
}
