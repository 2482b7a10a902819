package dev.rollcall.manager.initialsync;

import java.time.InstantSource;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import dev.rollcall.manager.integration.Integrations;
import dev.rollcall.manager.publish.Outgoing;
import dev.rollcall.manager.run.Counters;
import dev.rollcall.manager.run.RunEnding;
import dev.rollcall.model.Cause;
import dev.rollcall.model.Envelope;
import dev.rollcall.model.SubjectId;
import dev.rollcall.model.SyncAction;
import dev.rollcall.model.SyncRequest;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Asks for the people whom another run failed on, page by page: entries, requests and the checkpoint in one transaction, so
 * that a kill in the middle asks for nobody twice and forgets nobody.
 */
@ApplicationScoped
class RetryRecorder {

    /** A transaction's worth, and no more than that in memory. */
    static final int PAGE = 500;

    private final Jdbi jdbi;
    private final Integrations integrations;
    private final Outgoing outgoing;
    private final RunEnding ending;
    private final Counters counters;
    private final InstantSource clock;

    RetryRecorder(
            Jdbi jdbi,
            Integrations integrations,
            Outgoing outgoing,
            RunEnding ending,
            Counters counters,
            InstantSource clock) {
        this.jdbi = jdbi;
        this.integrations = integrations;
        this.outgoing = outgoing;
        this.ending = ending;
        this.counters = counters;
        this.clock = clock;
    }

    private record Checkpoint(String retries, String after) {}

    /**
     * @return whether that were all
     * @throws LeaseLost when the run is somebody else's
     */
    @Transactional
    boolean askNext(RunLease lease) {
        return jdbi.withHandle(handle -> {
            var checkpoint = hold(handle, lease);
            var people = failed(handle, checkpoint);
            counters.begun(handle, lease.runId().value(), WalkRecorder.addEntries(handle, lease.runId(), people));
            outgoing.append(requests(lease, people));
            var last = people.size() < PAGE;
            save(handle, lease, people, last);
            if (last) {
                ending.endIfDone(handle, lease.runId().value());
            }
            return last;
        });
    }

    private static Checkpoint hold(Handle handle, RunLease lease) {
        return handle.createQuery(
                        "select retries, retry_after from run where id = :id and lease_token = :token for update")
                .bind("id", lease.runId().value())
                .bind("token", lease.token())
                .map((rs, ctx) -> new Checkpoint(rs.getString("retries"), rs.getString("retry_after")))
                .findOne()
                .orElseThrow(LeaseLost::new);
    }

    /** Who failed, and whose outcome never came; each from an index that has them in this order. */
    private static List<SubjectId> failed(Handle handle, Checkpoint checkpoint) {
        return handle.createQuery("""
                        (select subject_id from run_entry
                         where run_id = :run and kind = 'FAILED' and subject_id > :after order by subject_id limit :most)
                        union all
                        (select subject_id from run_entry
                         where run_id = :run and kind is null and subject_id > :after order by subject_id limit :most)
                        order by subject_id limit :most""")
                .bind("run", checkpoint.retries())
                .bind("after", checkpoint.after() == null ? "" : checkpoint.after())
                .bind("most", PAGE)
                .mapTo(String.class)
                .map(SubjectId::new)
                .list();
    }

    private List<SyncRequest> requests(RunLease lease, List<SubjectId> people) {
        var settings = integrations.require(lease.integrationId().value()).settingsVersion;
        var envelope = Envelope.run(lease.integrationId(), Cause.RETRY, lease.runId(), lease.mode(), settings);
        var now = clock.instant();
        return people.stream()
                .map(subject -> new SyncRequest(envelope, subject, SyncAction.LOOK_AGAIN, now))
                .toList();
    }

    private void save(Handle handle, RunLease lease, List<SubjectId> people, boolean last) {
        handle.createUpdate("""
                        update run set walked = walked + :people, retry_after = coalesce(:after, retry_after), attempt = 0,
                            problem = null, walk_closed = :last,
                            phase = case when :last then 'SETTLING' else phase end,
                            phase_since = case when :last then :now else phase_since end,
                            lease_token = case when :last then null else lease_token end,
                            lease_until = case when :last then null else lease_until end
                        where id = :id""")
                .bind("id", lease.runId().value())
                .bind("people", people.size())
                .bind("after", people.isEmpty() ? null : people.getLast().value())
                .bind("last", last)
                .bind("now", clock.instant())
                .execute();
    }
}
