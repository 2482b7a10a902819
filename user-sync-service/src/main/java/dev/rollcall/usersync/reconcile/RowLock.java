package dev.rollcall.usersync.reconcile;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.usersync.work.Claim;
import dev.rollcall.usersync.work.WorkQueue;
import dev.rollcall.usersync.work.WorkRow;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Decisions that only the lease's holder may take: in a transaction that holds the person's row. */
@ApplicationScoped
class RowLock {

    private final Jdbi jdbi;
    private final WorkQueue queue;
    private final GroupCommit<Decision<?>> together = new GroupCommit<>(this::decide);

    RowLock(Jdbi jdbi, WorkQueue queue) {
        this.jdbi = jdbi;
        this.queue = queue;
    }

    /** @throws dev.rollcall.usersync.work.Lease.LeaseLost when the lease ended */
    <T> T held(Assignment work, Function<Handle, T> decision) {
        var mine = new Decision<>(work, decision);
        together.commit(mine);
        if (!mine.held) {
            throw work.lease().lost();
        }
        return mine.result;
    }

    private void decide(List<Decision<?>> decisions) {
        // Integrations and people in one order everywhere, so that two replicas never wait for each other's locks.
        var sorted = decisions.stream()
                .sorted(Comparator.comparing(
                                (Decision<?> d) -> d.row().integrationId().value())
                        .thenComparing(d -> d.row().subjectId().value()))
                .toList();
        jdbi.useTransaction(handle -> {
            GroupCommit.impatientFor(sorted, handle);
            var held =
                    queue.stillHeld(handle, sorted.stream().map(Decision::claim).toList());
            sorted.forEach(decision -> decision.take(handle, held.contains(decision.claim())));
        });
    }

    private static final class Decision<T> {
        private final Assignment work;
        private final Function<Handle, T> decision;
        private boolean held;
        private T result;

        Decision(Assignment work, Function<Handle, T> decision) {
            this.work = work;
            this.decision = decision;
        }

        WorkRow row() {
            return work.look().row();
        }

        Claim claim() {
            return Claim.of(row(), work.lease());
        }

        void take(Handle handle, boolean stillHeld) {
            held = stillHeld;
            result = stillHeld ? decision.apply(handle) : null;
        }
    }
}
