package dev.rollcall.zenqms;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import dev.rollcall.model.MappedFields;
import dev.rollcall.model.ZenQmsUserId;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;

/**
 * Keeps to a number of requests a second and a number at a time. One object per integration. Whoever can't get a turn in time
 * gets {@link ZenQmsException.Unavailable}, and nothing was sent.
 */
public final class PacedZenQmsUsers implements ZenQmsUsers {

    private static final Runnable NOTHING = () -> {};

    private final ZenQmsUsers users;
    private final Bucket bucket;
    private final Semaphore places;
    private final Duration patience;

    /**
     * @param patience the longest a call waits for its turn, for a place and for the pace together; the call itself comes on
     *     top
     */
    public PacedZenQmsUsers(ZenQmsUsers users, int requestsPerSecond, int concurrency, Duration patience) {
        this(users, requestsPerSecond, concurrency, patience, TimeMeter.SYSTEM_MILLISECONDS);
    }

    /** For tests, in which time passes only when they say so. */
    PacedZenQmsUsers(ZenQmsUsers users, int requestsPerSecond, int concurrency, Duration patience, TimeMeter time) {
        if (!patience.isPositive()) {
            throw new IllegalArgumentException("Patience must be longer than " + patience);
        }
        this.users = users;
        // Refilled evenly, so a second's allowance is not spent in its first moment.
        this.bucket = Bucket.builder()
                .withCustomTimePrecision(time)
                .addLimit(limit -> limit.capacity(Math.max(1, requestsPerSecond / 10))
                        .refillGreedy(requestsPerSecond, Duration.ofSeconds(1)))
                .build();
        this.places = new Semaphore(concurrency, true);
        this.patience = patience;
    }

    /**
     * The same users, with the same turns, for a caller who must check something at the last moment: that a lease outlasts
     * the call, say, which waiting for a turn may have used up.
     *
     * @param beforeCall runs when the call has its turn; if it throws, that is thrown and nothing is sent
     */
    public ZenQmsUsers guardedBy(Runnable beforeCall) {
        return new Turns(beforeCall);
    }

    @Override
    public UserPage search(UserSearch search, int page) {
        return guardedBy(NOTHING).search(search, page);
    }

    @Override
    public ZenQmsUser create(MappedFields fields) {
        return guardedBy(NOTHING).create(fields);
    }

    @Override
    public void patch(ZenQmsUserId id, MappedFields changes) {
        guardedBy(NOTHING).patch(id, changes);
    }

    private final class Turns implements ZenQmsUsers {

        private final Runnable beforeCall;

        Turns(Runnable beforeCall) {
            this.beforeCall = beforeCall;
        }

        @Override
        public UserPage search(UserSearch search, int page) {
            return inTurn(() -> users.search(search, page));
        }

        @Override
        public ZenQmsUser create(MappedFields fields) {
            return inTurn(() -> users.create(fields));
        }

        @Override
        public void patch(ZenQmsUserId id, MappedFields changes) {
            inTurn(() -> {
                users.patch(id, changes);
                return null;
            });
        }

        private <T> T inTurn(Supplier<T> call) {
            awaitTurn();
            try {
                beforeCall.run();
                return call.get();
            } finally {
                places.release();
            }
        }
    }

    /** Returns with a place held. */
    private void awaitTurn() {
        var deadline = System.nanoTime() + patience.toNanos();
        try {
            // The place first: who gives up waiting for one has used up nobody's allowance.
            if (!places.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw noTurn();
            }
            var paced = false;
            try {
                paced = bucket.asBlocking().tryConsume(1, Math.max(1, deadline - System.nanoTime()));
            } finally {
                if (!paced) {
                    places.release();
                }
            }
            if (!paced) {
                throw noTurn();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ZenQmsException.Unavailable("Interrupted while waiting for a turn at ZenQMS.", null, e);
        }
    }

    private ZenQmsException noTurn() {
        return new ZenQmsException.Unavailable(
                "No turn at ZenQMS within " + patience.toMillis() + " ms: its pace or its places are used up.",
                null,
                null);
    }
}
