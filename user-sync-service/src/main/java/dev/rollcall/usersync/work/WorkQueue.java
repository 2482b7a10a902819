package dev.rollcall.usersync.work;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.model.Cause;
import dev.rollcall.model.DirectoryPerson;
import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.Mode;
import dev.rollcall.model.RequestId;
import dev.rollcall.model.RunId;
import dev.rollcall.model.SubjectId;
import dev.rollcall.outbox.MessageJson;
import dev.rollcall.usersync.plan.Ruling;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Leases rows and ends their work. Times are the database's, so that replicas agree. */
@ApplicationScoped
public class WorkQueue {

    private final Jdbi jdbi;
    private final MessageJson json;
    private final Ticker ticker;

    public WorkQueue(Jdbi jdbi, MessageJson json, Ticker ticker) {
        this.jdbi = jdbi;
        this.json = json;
        this.ticker = ticker;
    }

    /** Integrations that may be worked on now: active, with access that was not refused, and not resting. */
    public List<IntegrationId> workable() {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select integration_id from integration
                        where state = 'ACTIVE' and access_version > refused_version
                          and (resting_until is null or resting_until <= now())
                        order by integration_id""")
                .map((rs, ctx) -> new IntegrationId(rs.getString(1)))
                .list());
    }

    /** Leases up to {@code limit} due rows, leavers and live changes first; empty when none is due. */
    public Optional<Lease> lease(IntegrationId integration, Lane lane, int limit, Duration length) {
        var asked = ticker.nanos();
        // In a transaction, so that rows that can't be read stay due.
        return jdbi.inTransaction(handle -> {
            var fence = new AtomicLong();
            var rows = handle.createQuery("""
                            with due as materialized (
                                select integration_id, subject_id, lane from work_row
                                where integration_id = :integration and lane = :lane and state = 'due'
                                  and due_at <= now() and (leased_until is null or leased_until <= now())
                                order by priority, due_at, subject_id
                                limit :limit
                                for update skip locked),
                            mine as materialized (
                                select nextval('work_fence') as fence where exists (select from due))
                            update work_row w
                            set fence = mine.fence, leased_until = now() + :length * interval '1 millisecond'
                            from due, mine
                            where w.integration_id = due.integration_id and w.subject_id = due.subject_id
                              and w.lane = due.lane
                            returning w.*""")
                    .bind("integration", integration.value())
                    .bind("lane", lane.name())
                    .bind("limit", limit)
                    .bind("length", length.toMillis())
                    .map((rs, ctx) -> {
                        fence.set(rs.getLong("fence"));
                        return row(rs);
                    })
                    .list();
            return rows.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Lease(integration, fence.get(), rows, this, ticker, length, asked));
        });
    }

    boolean renew(long fence, Duration length) {
        return jdbi.withHandle(handle -> handle.createUpdate("""
                                update work_row set leased_until = now() + :length * interval '1 millisecond'
                                where fence = :fence and leased_until > now()""")
                        .bind("fence", fence)
                        .bind("length", length.toMillis())
                        .execute())
                > 0;
    }

    /** Those whose fence still holds the row; locks these rows until the transaction ends. */
    public Set<Claim> stillHeld(Handle handle, Collection<Claim> claims) {
        var held = new HashSet<Claim>();
        handle.createQuery("""
                        select w.integration_id, w.subject_id, w.lane, w.fence
                        from unnest(:integrations, :subjects, :lanes, :fences)
                            as claim (integration_id, subject_id, lane, fence)
                        join work_row w on w.integration_id = claim.integration_id and w.subject_id = claim.subject_id
                            and w.lane = claim.lane and w.fence = claim.fence
                        where w.leased_until > now()
                        -- The order in which the intake locks rows, too.
                        order by w.subject_id collate "C", w.integration_id, w.lane
                        for update of w""")
                .bind(
                        "integrations",
                        texts(claims, claim -> claim.integrationId().value()))
                .bind("subjects", texts(claims, claim -> claim.subjectId().value()))
                .bind("lanes", texts(claims, claim -> claim.lane().name()))
                .bind("fences", claims.stream().map(Claim::fence).toArray(Long[]::new))
                .map((rs, ctx) -> new Claim(
                        new IntegrationId(rs.getString(1)),
                        new SubjectId(rs.getString(2)),
                        Lane.valueOf(rs.getString(3)),
                        rs.getLong(4)))
                .forEach(held::add);
        return held;
    }

    /** The work is done: the rows go, or become due at once if somebody knocked meanwhile. */
    public void done(Handle handle, Collection<WorkRow> rows) {
        if (rows.isEmpty()) {
            return;
        }
        var gone = handle.prepareBatch("""
                delete from work_row where integration_id = :integration and subject_id = :subject and lane = :lane
                    and generation = :generation""");
        rows.forEach(row -> bind(gone, row).add());
        var counts = gone.execute();
        var knocked = handle.prepareBatch("""
                update work_row set fence = null, leased_until = null, attempts = 0, first_failed_at = null,
                    waiting_for = null, held_since = null, ruling = null
                where integration_id = :integration and subject_id = :subject and lane = :lane
                  and generation <> :generation""");
        int number = 0;
        for (var row : rows) {
            if (counts[number++] == 0) {
                bind(knocked, row).add();
            }
        }
        if (knocked.size() > 0) {
            knocked.execute();
        }
    }

    private static PreparedBatch bind(PreparedBatch batch, WorkRow row) {
        return batch.bind("integration", row.integrationId().value())
                .bind("subject", row.subjectId().value())
                .bind("lane", row.lane().name())
                .bind("generation", row.generation());
    }

    private static String[] texts(Collection<Claim> claims, Function<Claim, String> field) {
        return claims.stream().map(field).toArray(String[]::new);
    }

    /** Why somebody is looked at once more. */
    public enum Again {
        /** The outcome was told; a replica may have lagged. */
        TOLD,
        /** Nothing is told yet: an account may be unfinished. */
        UNTOLD,
        /** The directory no longer shows them: believed when seen again. */
        GONE
    }

    /** Look once more after a while; a notice that came meanwhile looks at once anyway. */
    public void lookAgain(Handle handle, WorkRow row, Duration after, Again why) {
        handle.createUpdate("""
                        update work_row set fence = null, leased_until = null, snapshot = null, snapshot_read_at = null,
                            extra_looks = case when generation = :generation then extra_looks + 1 else 0 end,
                            told = generation = :generation and :told,
                            gone_once = generation = :generation and :gone,
                            due_at = case when generation = :generation
                                then now() + :after * interval '1 millisecond' else now() end,
                            cause = case when generation = :generation then 'SECOND_LOOK' else cause end,
                            attempts = 0, first_failed_at = null, waiting_for = null,
                            -- An outcome that was told and keeps nothing back ends the hold.
                            held_since = case when :told then null else held_since end,
                            ruling = case when :told then null else ruling end
                        where integration_id = :integration and subject_id = :subject and lane = :lane""")
                .bind("after", after.toMillis())
                .bind("told", why == Again.TOLD)
                .bind("gone", why == Again.GONE)
                .bind("integration", row.integrationId().value())
                .bind("subject", row.subjectId().value())
                .bind("lane", row.lane().name())
                .bind("generation", row.generation())
                .execute();
    }

    /** The brake holds it: nothing happens until an administrator says, or the directory changes. */
    public void hold(Handle handle, WorkRow row) {
        update(handle, row, """
                update work_row set fence = null, leased_until = null, waiting_for = 'held by the brake',
                    held_since = coalesce(held_since, now()),
                    state = case when generation = :generation then 'held' else 'due' end
                where integration_id = :integration and subject_id = :subject and lane = :lane""");
    }

    /** Not now, through no fault of the person: the row waits, and no attempt is counted. */
    public void postpone(Lease lease, WorkRow row, Duration after, String why) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        update work_row set fence = null, leased_until = null, waiting_for = :why,
                            first_failed_at = null, due_at = case when generation = :generation
                                then now() + :after * interval '1 millisecond' else now() end
                        where integration_id = :integration and subject_id = :subject and lane = :lane
                          and fence = :fence""")
                .bind("why", why)
                .bind("after", after.toMillis())
                .bind("integration", row.integrationId().value())
                .bind("subject", row.subjectId().value())
                .bind("lane", row.lane().name())
                .bind("generation", row.generation())
                .bind("fence", lease.fence())
                .execute());
    }

    /** Something went wrong with this person: try again later, counting. */
    public void retry(Lease lease, WorkRow row, Duration after, String why) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        update work_row set fence = null, leased_until = null, waiting_for = :why,
                            attempts = attempts + 1, first_failed_at = coalesce(first_failed_at, now()),
                            due_at = case when generation = :generation
                                then now() + :after * interval '1 millisecond' else now() end
                        where integration_id = :integration and subject_id = :subject and lane = :lane
                          and fence = :fence""")
                .bind("why", why)
                .bind("after", after.toMillis())
                .bind("integration", row.integrationId().value())
                .bind("subject", row.subjectId().value())
                .bind("lane", row.lane().name())
                .bind("generation", row.generation())
                .bind("fence", lease.fence())
                .execute());
    }

    private static int update(Handle handle, WorkRow row, String sql) {
        return handle.createUpdate(sql)
                .bind("integration", row.integrationId().value())
                .bind("subject", row.subjectId().value())
                .bind("lane", row.lane().name())
                .bind("generation", row.generation())
                .execute();
    }

    private WorkRow row(ResultSet rs) throws SQLException {
        var runId = rs.getString("run_id");
        var requestId = rs.getString("request_id");
        var snapshot = rs.getString("snapshot");
        var ruling = rs.getString("ruling");
        return new WorkRow(
                new IntegrationId(rs.getString("integration_id")),
                new SubjectId(rs.getString("subject_id")),
                Lane.valueOf(rs.getString("lane")),
                rs.getLong("generation"),
                Cause.valueOf(rs.getString("cause")),
                Mode.valueOf(rs.getString("mode")),
                runId == null ? null : new RunId(runId),
                requestId == null ? null : new RequestId(requestId),
                rs.getString("traceparent"),
                snapshot == null ? null : json.fromText(snapshot, DirectoryPerson.class),
                instant(rs, "snapshot_read_at"),
                rs.getInt("extra_looks"),
                rs.getInt("attempts"),
                instant(rs, "first_failed_at"),
                instant(rs, "held_since"),
                ruling == null ? null : Ruling.valueOf(ruling),
                rs.getBoolean("told"),
                rs.getBoolean("gone_once"),
                instant(rs, "first_notice_at"),
                instant(rs, "last_notice_at"));
    }

    private static Instant instant(ResultSet rs, String column) throws SQLException {
        var at = rs.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
