package dev.rollcall.usersync.reconcile;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.model.ZenQmsUserId;
import dev.rollcall.usersync.ledger.Ledger;
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
    private final Ledger ledger;
    private final ZenQmsIndex index;
    private final GroupCommit<Decision<?>> together = new GroupCommit<>(this::decide);

    RowLock(Jdbi jdbi, WorkQueue queue, Ledger ledger, ZenQmsIndex index) {
        this.jdbi = jdbi;
        this.queue = queue;
        this.ledger = ledger;
        this.index = index;
    }

    /** @throws dev.rollcall.usersync.work.Lease.LeaseLost when the lease ended */
    <T> T held(Assignment work, Function<Handle, T> decision) {
        return held(new Decision<>(work, null, decision));
    }

    /**
     * The same before a write: from here until its effect is recorded, what we know of the person and of this user is in doubt.
     *
     * @throws dev.rollcall.usersync.work.Lease.LeaseLost when the lease ended
     */
    <T> T heldInDoubt(Assignment work, ZenQmsUserId user, Function<Handle, T> decision) {
        return held(new Decision<>(work, user, decision));
    }

    private <T> T held(Decision<T> mine) {
        together.commit(mine);
        if (!mine.held) {
            throw mine.work.lease().lost();
        }
        return mine.result;
    }

    private void decide(List<Decision<?>> decisions) {
        // Integrations and people in one order everywhere, so that two replicas never wait for each other's locks. Rows
        // of
        // the index have none: a group that meets another one there is tried person by person.
        var sorted = decisions.stream()
                .sorted(Comparator.comparing(
                                (Decision<?> d) -> d.row().integrationId().value())
                        .thenComparing(d -> d.row().subjectId().value()))
                .toList();
        jdbi.useTransaction(handle -> {
            GroupCommit.impatientFor(sorted, handle);
            var held =
                    queue.stillHeld(handle, sorted.stream().map(Decision::claim).toList());
            doubt(
                    handle,
                    sorted.stream().filter(decision -> decision.doubted != null && held.contains(decision.claim())));
            sorted.forEach(decision -> decision.take(handle, held.contains(decision.claim())));
        });
    }

    private void doubt(Handle handle, Stream<Decision<?>> decisions) {
        decisions
                .collect(Collectors.groupingBy(decision -> decision.row().integrationId()))
                .forEach((integration, doubtful) -> {
                    ledger.doubt(
                            handle,
                            integration,
                            doubtful.stream()
                                    .map(decision -> decision.row().subjectId())
                                    .toList());
                    index.doubt(
                            handle,
                            integration,
                            doubtful.stream().map(decision -> decision.doubted).toList());
                });
    }

    private static final class Decision<T> {
        private final Assignment work;
        /** Null where nothing is. */
        private final ZenQmsUserId doubted;

        private final Function<Handle, T> decision;
        private boolean held;
        private T result;

        Decision(Assignment work, ZenQmsUserId doubted, Function<Handle, T> decision) {
            this.work = work;
            this.doubted = doubted;
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
