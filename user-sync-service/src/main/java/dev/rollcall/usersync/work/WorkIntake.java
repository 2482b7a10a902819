package dev.rollcall.usersync.work;

import java.time.ZoneOffset;
import java.util.Collection;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.outbox.MessageJson;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Merges what arrives into one row per person. Order and repetition don't matter: a notice makes the row due and drops its
 * snapshot; a snapshot never replaces a notice that is waiting, nor an older look at somebody being worked on.
 */
@ApplicationScoped
public class WorkIntake {

    private static final String MERGE = """
            insert into work_row as w (integration_id, subject_id, lane, priority, due_at, cause, mode, run_id, request_id,
                traceparent, snapshot, snapshot_read_at, first_notice_at, last_notice_at,
                wanted_beyond_run)
            select :integration, :subject, :lane, :priority, now(), :cause, :mode, :run, :request, :trace,
                cast(:snapshot as jsonb), cast(:readAt as timestamptz), cast(:noticedAt as timestamptz),
                cast(:noticedAt as timestamptz), cast(:run as text) is null
            -- Of an integration that is being removed, or was, nothing is looked at.
            where not exists (select from integration i where i.integration_id = :integration
                and i.state in ('REMOVING', 'REMOVED'))
            on conflict (integration_id, subject_id, lane) do update set
                generation = w.generation + 1,
                state = 'due',
                priority = least(w.priority, excluded.priority),
                due_at = least(w.due_at, excluded.due_at),
                cause = excluded.cause,
                -- Work that may write everything is never narrowed to linking by a batch that comes later.
                mode = case when w.mode = 'APPLY' or excluded.mode = 'APPLY' then 'APPLY' else excluded.mode end,
                run_id = coalesce(excluded.run_id, w.run_id),
                request_id = coalesce(excluded.request_id, w.request_id),
                traceparent = coalesce(excluded.traceparent, w.traceparent),
                snapshot = case when excluded.snapshot is not null and w.snapshot is not null and w.fence is null
                        and excluded.snapshot_read_at >= w.snapshot_read_at
                    then excluded.snapshot end,
                snapshot_read_at = case when excluded.snapshot is not null and w.snapshot is not null and w.fence is null
                        and excluded.snapshot_read_at >= w.snapshot_read_at
                    then excluded.snapshot_read_at end,
                extra_looks = 0,
                told = false,
                gone_once = false,
                -- Said of what was held by then, not of what is held anew when it comes again. A minute for clocks that differ.
                ruling = case when cast(:ruling as text) is not null
                        and w.held_since <= coalesce(cast(:ruledAt as timestamptz), now()) + interval '1 minute'
                    then cast(:ruling as text) else w.ruling end,
                wanted_beyond_run = w.wanted_beyond_run or excluded.wanted_beyond_run
                    or w.run_id is distinct from excluded.run_id,
                attempts = 0,
                first_failed_at = null,
                -- Those of a row that is being worked on are in its worker's hands.
                first_notice_at = case when w.fence is null then least(w.first_notice_at, excluded.first_notice_at)
                    else excluded.first_notice_at end,
                last_notice_at = greatest(w.last_notice_at, excluded.last_notice_at)""";

    private final Jdbi jdbi;
    private final CancelledRuns cancelled;
    private final MessageJson json;

    public WorkIntake(Jdbi jdbi, CancelledRuns cancelled, MessageJson json) {
        this.jdbi = jdbi;
        this.cancelled = cancelled;
        this.json = json;
    }

    /** Merges all of them in one transaction, but for those of a cancelled run. */
    public void merge(Collection<WorkItem> items) {
        jdbi.useTransaction(handle -> mergeWanted(handle, items));
    }

    /** The same in the caller's transaction. */
    void mergeWanted(Handle handle, Collection<WorkItem> items) {
        var gone = cancelled.among(handle, items);
        var wanted = items.stream()
                .filter(item -> !gone.contains(item.envelope().runId()))
                .toList();
        if (!wanted.isEmpty()) {
            merge(handle, wanted);
        }
    }

    /** Merges them in the caller's transaction. */
    public void merge(Handle handle, Collection<WorkItem> items) {
        var batch = handle.prepareBatch(MERGE);
        // In one order everywhere, so that two replicas never wait for each other's rows.
        items.stream()
                .sorted((a, b) -> a.subjectId().value().compareTo(b.subjectId().value()))
                .forEach(item -> {
                    var envelope = item.envelope();
                    batch.bind("integration", envelope.integrationId().value())
                            .bind("subject", item.subjectId().value())
                            .bind("lane", item.lane().name())
                            .bind("priority", item.priority().ordinal())
                            .bind("cause", envelope.cause().name())
                            .bind("mode", envelope.mode().name())
                            .bind(
                                    "run",
                                    envelope.runId() == null
                                            ? null
                                            : envelope.runId().value())
                            .bind(
                                    "request",
                                    envelope.requestId() == null
                                            ? null
                                            : envelope.requestId().value())
                            .bind("trace", envelope.traceparent())
                            .bind("snapshot", item.snapshot() == null ? null : json.text(item.snapshot()))
                            .bind(
                                    "readAt",
                                    item.readAt() == null ? null : item.readAt().atOffset(ZoneOffset.UTC))
                            .bind(
                                    "ruling",
                                    item.ruling() == null ? null : item.ruling().name())
                            .bind(
                                    "ruledAt",
                                    item.ruledAt() == null
                                            ? null
                                            : item.ruledAt().atOffset(ZoneOffset.UTC))
                            .bind(
                                    "noticedAt",
                                    item.noticedAt() == null
                                            ? null
                                            : item.noticedAt().atOffset(ZoneOffset.UTC))
                            .add();
                });
        batch.execute();
    }
}
