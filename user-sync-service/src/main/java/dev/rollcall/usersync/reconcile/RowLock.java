package dev.rollcall.usersync.reconcile;

import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.usersync.work.WorkQueue;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Decisions that only the lease's holder may take: in a transaction that holds the person's row. */
@ApplicationScoped
class RowLock {

    private final Jdbi jdbi;
    private final WorkQueue queue;

    RowLock(Jdbi jdbi, WorkQueue queue) {
        this.jdbi = jdbi;
        this.queue = queue;
    }

    /** @throws dev.rollcall.usersync.work.Lease.LeaseLost when the lease ended */
    <T> T held(Assignment work, Function<Handle, T> decision) {
        return jdbi.inTransaction(handle -> {
            if (!queue.stillHeld(handle, work.look().row(), work.lease().fence())) {
                throw work.lease().lost();
            }
            return decision.apply(handle);
        });
    }
}
