package dev.rollcall.manager.run;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/** Reads entries, page by page, and says why those wait that have no outcome yet. */
@ApplicationScoped
class EntryLog {

    private final Jdbi jdbi;
    private final InstantSource clock;

    EntryLog(Jdbi jdbi, InstantSource clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /** @param after {@code next} of the page before; null for the first */
    Page<Entry> page(RunLog.Head run, EntryFilter filter, String after, int limit) {
        return jdbi.withHandle(h -> page(h, run, filter, after, limit));
    }

    Page<Entry> page(Handle handle, RunLog.Head run, EntryFilter filter, String after, int limit) {
        return run.state() == RunState.LIVE
                ? live(handle, run, filter, after, limit)
                : people(handle, run, filter, after, limit);
    }

    private Page<Entry> people(Handle handle, RunLog.Head run, EntryFilter filter, String after, int limit) {
        var items = EntryQuery.of(run, filter, after, limit)
                .on(handle)
                .map(EntryLog::person)
                .list();
        var now = clock.instant();
        var explained = items.stream()
                .map(e -> e.isOpen() ? e.waiting(whyOpen(run, now)) : e)
                .toList();
        var last = items.isEmpty() ? null : items.getLast();
        return new Page<>(
                explained,
                items.size() < limit
                        ? null
                        : filter.isOfATime() ? new Cursor(last.at(), last.subjectId()).text() : last.subjectId());
    }

    private Page<Entry> live(Handle handle, RunLog.Head run, EntryFilter filter, String after, int limit) {
        var items = EntryQuery.of(run, filter, after, limit)
                .on(handle)
                .map(EntryLog::arrival)
                .list();
        var last = items.isEmpty() ? null : items.getLast();
        return new Page<>(
                explained(handle, run, items),
                items.size() < limit ? null : new Cursor(last.received(), last.id()).text());
    }

    private static String whyOpen(RunLog.Head run, Instant now) {
        return switch (run.state()) {
            case STOPPED -> "The run was cancelled before this person's outcome was known.";
            case RUNNING, LIVE -> {
                var obstacle = WaitingPlanner.obstacle(run.circumstances(), now);
                yield obstacle != null ? obstacle : "Waits for a worker; live changes go first.";
            }
            case SUCCEEDED, SUCCEEDED_WITH_SKIPS, FAILED ->
                "The run ended before this person's outcome was known; it is still recorded if it comes.";
        };
    }

    private List<Entry> explained(Handle handle, RunLog.Head run, List<Entry> items) {
        var open = items.stream()
                .filter(Entry::isOpen)
                .map(Entry::subjectId)
                .distinct()
                .toList();
        if (open.isEmpty()) {
            return items;
        }
        var held = held(handle, run.integrationId(), open);
        var now = clock.instant();
        return items.stream()
                .map(e -> e.isOpen()
                        ? e.waiting(WaitingPlanner.why(run.circumstances(), e.received(), held.get(e.subjectId()), now))
                        : e)
                .toList();
    }

    /** Whom the brake held at their last look, and when that was. */
    private static Map<String, Instant> held(Handle handle, String integration, List<String> subjects) {
        var held = new HashMap<String, Instant>();
        handle.createQuery("""
                        select s.subject_id, o.at from unnest(:subjects::text[]) as s (subject_id)
                        cross join lateral (select kind, at from outcome
                            where integration_id = :integration and subject_id = s.subject_id
                            order by sequence desc limit 1) o
                        where o.kind = 'HELD'""")
                .bind("subjects", subjects.toArray(String[]::new))
                .bind("integration", integration)
                .map((rs, ctx) -> Map.entry(rs.getString("subject_id"), instant(rs, "at")))
                .forEach(e -> held.put(e.getKey(), e.getValue()));
        return held;
    }

    private static Entry person(ResultSet rs, StatementContext ctx) throws SQLException {
        return new Entry(
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                rs.getString("subject_id"),
                rs.getString("kind"),
                rs.getString("reason"),
                rs.getString("detail"),
                rs.getString("match"),
                rs.getString("zenqms_user_id"),
                rs.getString("content"),
                instant(rs, "at"),
                null,
                null);
    }

    private static Entry arrival(ResultSet rs, StatementContext ctx) throws SQLException {
        return new Entry(
                String.valueOf(rs.getLong("position")),
                instant(rs, "received_at"),
                rs.getString("about"),
                rs.getString("change"),
                rs.getString("cause"),
                rs.getString("request_id"),
                rs.getString("run_id"),
                rs.getString("subject_id"),
                rs.getString("kind"),
                rs.getString("reason"),
                rs.getString("detail"),
                rs.getString("match"),
                rs.getString("zenqms_user_id"),
                rs.getString("content"),
                instant(rs, "answered_at"),
                rs.getBoolean("covered") ? true : null,
                null);
    }

    static Instant instant(ResultSet rs, String column) throws SQLException {
        var at = rs.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
