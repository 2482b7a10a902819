package dev.rollcall.manager.run;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.model.Mode;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/** Reads the run log. */
@ApplicationScoped
public class RunLog {

    private static final String COLUMNS = """
            select id, integration_id, state, phase, cause, mode, started_at, ended_at, walked, walk_closed, problem
            from run
            """;

    private final Jdbi jdbi;

    RunLog(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * What became of one person.
     *
     * @param kind null while that is open
     * @param outcome others, before and after, as the worker reported them
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Entry(
            String subjectId,
            String kind,
            String reason,
            String detail,
            String match,
            String zenQmsUserId,
            @JsonRawValue String outcome,
            Instant at) {}

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

    /** @param after the subject that the page before ended with; null for the first */
    record EntryQuery(String kind, String reason, String subject, String after, int limit) {}

    public Optional<Run> find(String id) {
        return jdbi.withHandle(h -> h.createQuery(COLUMNS + "where id = :id")
                .bind("id", id)
                .map((rs, ctx) -> run(h, rs))
                .findOne());
    }

    List<Run> ofIntegration(String integrationId, int limit) {
        return jdbi.withHandle(
                h -> h.createQuery(COLUMNS + "where integration_id = :id order by started_at desc, id limit :limit")
                        .bind("id", integrationId)
                        .bind("limit", limit)
                        .map((rs, ctx) -> run(h, rs))
                        .list());
    }

    List<Entry> entries(String runId, EntryQuery query) {
        return jdbi.withHandle(h -> h.createQuery("""
                        select subject_id, kind, reason, detail, match, zenqms_user_id, content, at from run_entry
                        where run_id = :run
                          and (:kind::text is null or coalesce(kind, 'PENDING') = :kind)
                          and (:reason::text is null or reason = :reason)
                          and (:subject::text is null or subject_id = :subject)
                          and (:after::text is null or subject_id > :after)
                        order by subject_id limit :limit""")
                .bind("run", runId)
                .bind("kind", query.kind())
                .bind("reason", query.reason())
                .bind("subject", query.subject())
                .bind("after", query.after())
                .bind("limit", query.limit())
                .map(RunLog::entry)
                .list());
    }

    /** @param before only reports at a lower position */
    List<Reported> outcomes(String integrationId, String subject, long before, int limit) {
        return jdbi.withHandle(h -> h.createQuery("""
                        select position, subject_id, sequence, run_id, cause, kind, reason, detail, match,
                               zenqms_user_id, content, at
                        from outcome
                        where integration_id = :integration
                          and (:subject::text is null or subject_id = :subject)
                          and position < :before
                        order by position desc limit :limit""")
                .bind("integration", integrationId)
                .bind("subject", subject)
                .bind("before", before)
                .bind("limit", limit)
                .map(RunLog::reported)
                .list());
    }

    private static Run run(Handle h, ResultSet rs) throws SQLException {
        var id = rs.getString("id");
        Map<String, Long> counts = new TreeMap<>();
        h.createQuery("select coalesce(kind, 'PENDING') k, count(*) n from run_entry where run_id = :id group by kind")
                .bind("id", id)
                .map((row, ctx) -> Map.entry(row.getString("k"), row.getLong("n")))
                .forEach(e -> counts.put(e.getKey(), e.getValue()));
        long pending = Optional.ofNullable(counts.remove("PENDING")).orElse(0L);
        long done = counts.values().stream().mapToLong(Long::longValue).sum();
        return new Run(
                id,
                rs.getString("integration_id"),
                RunState.valueOf(rs.getString("state")),
                RunPhase.valueOf(rs.getString("phase")),
                rs.getString("cause"),
                Mode.valueOf(rs.getString("mode")),
                instant(rs, "started_at"),
                instant(rs, "ended_at"),
                rs.getLong("walked"),
                rs.getBoolean("walk_closed"),
                done + pending,
                done,
                counts,
                rs.getString("problem"));
    }

    private static Entry entry(ResultSet rs, StatementContext ctx) throws SQLException {
        return new Entry(
                rs.getString("subject_id"),
                rs.getString("kind"),
                rs.getString("reason"),
                rs.getString("detail"),
                rs.getString("match"),
                rs.getString("zenqms_user_id"),
                rs.getString("content"),
                instant(rs, "at"));
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

    private static Instant instant(ResultSet rs, String column) throws SQLException {
        var at = rs.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
