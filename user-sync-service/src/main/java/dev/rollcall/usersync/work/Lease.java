package dev.rollcall.usersync.work;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import dev.rollcall.model.IntegrationId;

/**
 * The right to work on some rows of one integration, until it ends. It is asked before each call to ZenQMS, and a call is
 * only begun if it ends before the lease does.
 */
public final class Lease {

    /** A database that is slower than that is away, as far as a lease goes. */
    private static final int MOST_RENEWALS = 3;

    private final IntegrationId integrationId;
    private final long fence;
    private final List<WorkRow> rows;
    private final WorkQueue queue;
    private final Ticker ticker;
    private final Duration length;
    /** By this machine's monotonic clock, taken before the lease was asked for. */
    private final AtomicLong endsAtNanos;

    Lease(
            IntegrationId integrationId,
            long fence,
            List<WorkRow> rows,
            WorkQueue queue,
            Ticker ticker,
            Duration length,
            long asked) {
        this.integrationId = integrationId;
        this.fence = fence;
        this.rows = List.copyOf(rows);
        this.queue = queue;
        this.ticker = ticker;
        this.length = length;
        this.endsAtNanos = new AtomicLong(asked + length.toNanos());
    }

    public IntegrationId integrationId() {
        return integrationId;
    }

    public List<WorkRow> rows() {
        return rows;
    }

    public long fence() {
        return fence;
    }

    /**
     * Makes sure the lease outlasts a call, renewing it if need be.
     *
     * @throws LeaseLost when it ended and perhaps another worker has the rows
     */
    public void outlasts(Duration call) {
        // Renewing may take so long that too little is left of it.
        for (int tries = 0; tries < MOST_RENEWALS; tries++) {
            if (endsAtNanos.get() - ticker.nanos() > call.toNanos()) {
                return;
            }
            var asked = ticker.nanos();
            if (endsAtNanos.get() - asked <= 0 || !queue.renew(fence, length)) {
                throw new LeaseLost();
            }
            endsAtNanos.set(asked + length.toNanos());
        }
        if (endsAtNanos.get() - ticker.nanos() <= call.toNanos()) {
            throw new LeaseLost();
        }
    }

    /** For whoever finds out by another way, such as the row's own fence. */
    public LeaseLost lost() {
        return new LeaseLost();
    }

    /** The lease ended before the work did. */
    public static final class LeaseLost extends RuntimeException {
        private static final long serialVersionUID = 1L;

        LeaseLost() {
            super("The lease ended before the work did.");
        }
    }
}
