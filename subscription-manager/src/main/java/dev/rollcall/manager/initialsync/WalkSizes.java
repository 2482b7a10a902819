package dev.rollcall.manager.initialsync;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.manager.initialsync.WalkPlanner.Earlier;

import org.jdbi.v3.core.Handle;

/** How many people the walks of an integration met. */
@ApplicationScoped
class WalkSizes {

    private final InstantSource clock;

    WalkSizes(InstantSource clock) {
        this.clock = clock;
    }

    /** @return why nobody counts as gone for not being met; empty where the walk is believed */
    Optional<String> doubt(Handle handle, RunLease lease, long people) {
        var complete = newest(handle, lease, true, null);
        if (complete != null && lease.restarts() > 0) {
            return Optional.of(WalkPlanner.BEGAN_AGAIN);
        }
        var doubted = complete == null ? null : newest(handle, lease, false, complete);
        return WalkPlanner.doubt(people, complete, doubted, clock.instant());
    }

    /** When everybody is to be read again after a doubt: soon the first time, as a second walk settles most. */
    Instant again(Handle handle, RunLease lease) {
        var complete = newest(handle, lease, true, null);
        var before = complete == null ? null : newest(handle, lease, false, complete);
        return clock.instant().plus(WalkPlanner.again(before != null));
    }

    /** Whether none before it was believed, so that there is nothing better to go on from. */
    boolean isFirst(Handle handle, RunLease lease) {
        return newest(handle, lease, true, null) == null;
    }

    private static Earlier newest(Handle handle, RunLease lease, boolean complete, Earlier after) {
        return handle.createQuery("""
                        select walked, phase_since from run
                        where integration_id = :integration and id <> :id and walk_closed and walk_complete = :complete
                          and (:after::timestamptz is null or phase_since > :after)
                        order by phase_since desc limit 1""")
                .bind("integration", lease.integrationId().value())
                .bind("id", lease.runId().value())
                .bind("complete", complete)
                .bind("after", after == null ? null : after.at())
                .map((rs, ctx) -> new Earlier(
                        rs.getLong("walked"), rs.getTimestamp("phase_since").toInstant()))
                .findOne()
                .orElse(null);
    }
}
