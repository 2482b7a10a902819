package dev.rollcall.manager.run;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.manager.run.Progress.Mark;
import dev.rollcall.manager.run.Progress.Standing;
import dev.rollcall.manager.run.WaitingPlanner.Circumstances;
import dev.rollcall.model.IntegrationState;
import dev.rollcall.model.Mode;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

import static dev.rollcall.manager.run.EntryLog.instant;

/** Reads runs, and everything that was reported. */
@ApplicationScoped
public class RunLog {

    private static final String COLUMNS = """
            select r.id, r.integration_id, r.state, r.phase, r.cause, r.mode, r.retries, r.started_at, r.ended_at, r.walked,
                   r.walk_closed, r.problem, coalesce(r.older_at, r.mark_at) as older_at,
                   coalesce(r.older_done, r.mark_done) as older_done, r.progressed_at, r.phase_since,
                   i.state as integration_state, i.problem as integration_problem, i.access_expires_at
            from run r join integration i on i.id = r.integration_id
            """;

    private final Jdbi jdbi;
    private final Counters counters;
    private final InstantSource clock;

    RunLog(Jdbi jdbi, Counters counters, InstantSource clock) {
        this.jdbi = jdbi;
        this.counters = counters;
        this.clock = clock;
    }

    /** What must be known of a run to read its entries. */
    record Head(String id, String integrationId, RunState state, Circumstances circumstances) {}

    private record Row(
            Head head,
            RunPhase phase,
            String cause,
            Mode mode,
            String retries,
            Instant started,
            Instant ended,
            long walked,
            boolean walkClosed,
            String problem,
            Mark older,
            Instant progressed) {}

    /**
     * One report.
     *
     * @param position for the next page
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Reported(
            long position,
            String subjectId,
            long sequence,
            String runId,
            String cause,
            String kind,
            String reason,
            String detail,
            String match,
            String zenQmsUserId,
            @JsonRawValue String outcome,
            Instant at) {}

    public Optional<Run> find(String id) {
        return jdbi.withHandle(h -> h.createQuery(COLUMNS + "where r.id = :id")
                .bind("id", id)
                .map(RunLog::row)
                .findOne()
                .map(row -> run(row, counters.of(h, id))));
    }

    Optional<Head> head(String id) {
        return jdbi.withHandle(h -> h.createQuery(COLUMNS + "where r.id = :id")
                .bind("id", id)
                .map(RunLog::row)
                .findOne()
                .map(Row::head));
    }

    /** @param after null for the first page */
    Page<Run> ofIntegration(String integrationId, Cursor after, int limit) {
        return jdbi.withHandle(h -> {
            var query = h.createQuery(COLUMNS + "where r.integration_id = :id "
                            + (after == null ? "" : "and (r.started_at, r.id) < (:afterAt, :afterId) ")
                            + "order by r.started_at desc, r.id desc limit :limit")
                    .bind("id", integrationId)
                    .bind("limit", limit);
            if (after != null) {
                query.bind("afterAt", after.at()).bind("afterId", after.id());
            }
            var rows = query.map(RunLog::row).list();
            var counts = counters.of(h, rows.stream().map(r -> r.head().id()).toList());
            var runs = rows.stream()
                    .map(r -> run(r, counts.getOrDefault(r.head().id(), Counters.Counts.NONE)))
                    .toList();
            var last = runs.isEmpty() ? null : runs.getLast();
            return new Page<>(runs, runs.size() < limit ? null : new Cursor(last.started(), last.id()).text());
        });
    }

    /** @param before only reports at a lower position */
    List<Reported> outcomes(String integrationId, String subject, long before, int limit) {
        return jdbi.withHandle(h -> {
            var query = h.createQuery("""
                            select position, subject_id, sequence, run_id, cause, kind, reason, detail, match,
                                   zenqms_user_id, content, at
                            from outcome
                            where integration_id = :integration %s and position < :before
                            order by position desc limit :limit""".formatted(subject == null ? "" : "and subject_id = :subject"))
                    .bind("integration", integrationId)
                    .bind("before", before)
                    .bind("limit", limit);
            if (subject != null) {
                query.bind("subject", subject);
            }
            return query.map(RunLog::reported).list();
        });
    }

    private Run run(Row row, Counters.Counts counts) {
        var done = counts.done();
        var total = done + counts.pending();
        return new Run(
                row.head().id(),
                row.head().integrationId(),
                row.head().state(),
                row.phase(),
                row.cause(),
                row.mode(),
                row.retries(),
                row.started(),
                row.ended(),
                row.walked(),
                row.walkClosed(),
                total,
                done,
                counts.pending(),
                counts.kinds(),
                counts.reasons(),
                row.head().state() == RunState.RUNNING ? progress(row, done, total) : null,
                row.problem());
    }

    private Progress progress(Row row, long done, long total) {
        var now = clock.instant();
        var obstacle = WaitingPlanner.obstacle(row.head().circumstances(), now);
        // An activation makes the integration active itself, and a removal goes on where nothing else does.
        var ownDoing = row.head().circumstances().state() == IntegrationState.DRAFT
                || row.phase() == RunPhase.UNSUBSCRIBING
                || row.phase() == RunPhase.CLEARING;
        return Progress.of(
                new Standing(done, total, row.walkClosed(), row.older(), row.progressed(), ownDoing ? null : obstacle),
                now);
    }

    private static Row row(ResultSet rs, StatementContext ctx) throws SQLException {
        var progressed = instant(rs, "progressed_at");
        return new Row(
                new Head(
                        rs.getString("id"),
                        rs.getString("integration_id"),
                        RunState.valueOf(rs.getString("state")),
                        new Circumstances(
                                IntegrationState.valueOf(rs.getString("integration_state")),
                                rs.getString("integration_problem"),
                                instant(rs, "access_expires_at"))),
                RunPhase.valueOf(rs.getString("phase")),
                rs.getString("cause"),
                Mode.valueOf(rs.getString("mode")),
                rs.getString("retries"),
                instant(rs, "started_at"),
                instant(rs, "ended_at"),
                rs.getLong("walked"),
                rs.getBoolean("walk_closed"),
                rs.getString("problem"),
                new Mark(instant(rs, "older_at"), rs.getLong("older_done")),
                progressed == null ? instant(rs, "phase_since") : progressed);
    }

    private static Reported reported(ResultSet rs, StatementContext ctx) throws SQLException {
        return new Reported(
                rs.getLong("position"),
                rs.getString("subject_id"),
                rs.getLong("sequence"),
                rs.getString("run_id"),
                rs.getString("cause"),
                rs.getString("kind"),
                rs.getString("reason"),
                rs.getString("detail"),
                rs.getString("match"),
                rs.getString("zenqms_user_id"),
                rs.getString("content"),
                instant(rs, "at"));
    }
}
