package dev.rollcall.manager.run;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Reads entries, page by page. Only what is asked for stands in the statement, so that the database can take the index that
 * has just this filter in just this order.
 */
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
        var where = peopleOf(run, filter, after);
        var items = where.bind(handle.createQuery("""
                        select subject_id, kind, reason, detail, match, zenqms_user_id, content, at from run_entry
                        where %s order by subject_id limit :limit""".formatted(where)).bind("limit", limit))
                .map(EntryLog::person)
                .list();
        var now = clock.instant();
        var explained = items.stream()
                .map(e -> e.isOpen() ? e.waiting(whyOpen(run, now)) : e)
                .toList();
        return new Page<>(
                explained, items.size() < limit ? null : items.getLast().subjectId());
    }

    static Where peopleOf(RunLog.Head run, EntryFilter filter, String after) {
        var where = new Where().and("run_id = :run", "run", run.id());
        common(where, filter, "");
        where.and("at >= :since", "since", filter.since());
        where.and("at < :until", "until", filter.until());
        where.and("subject_id > :after", "after", after);
        return where;
    }

    private Page<Entry> live(Handle handle, RunLog.Head run, EntryFilter filter, String after, int limit) {
        var where = liveOf(run, filter, Cursor.parse(after));
        var items = where.bind(handle.createQuery("""
                        select l.position, l.received_at, l.about, l.change, l.cause, l.request_id, l.run_id, l.subject_id,
                               l.kind, l.reason, coalesce(l.detail, o.detail) as detail, l.match, l.zenqms_user_id, o.content,
                               l.answered_at, l.covered
                        from live_entry l left join outcome o on o.integration_id = l.integration_id
                            and o.subject_id = l.subject_id and o.sequence = l.sequence
                        where %s order by l.received_at desc, l.position desc limit :limit""".formatted(where)).bind("limit", limit))
                .map(EntryLog::arrival)
                .list();
        var last = items.isEmpty() ? null : items.getLast();
        return new Page<>(
                explained(handle, run, items),
                items.size() < limit ? null : new Cursor(last.received(), last.id()).text());
    }

    static Where liveOf(RunLog.Head run, EntryFilter filter, Cursor after) {
        var where = new Where().and("l.integration_id = :integration", "integration", run.integrationId());
        common(where, filter, "l.");
        where.and("l.request_id = :request", "request", filter.request());
        where.and("l.received_at >= :since", "since", filter.since());
        where.and("l.received_at < :until", "until", filter.until());
        if (after != null) {
            where.and("(l.received_at, l.position) < (:afterAt, :afterPosition)", "afterAt", after.at());
            where.bind("afterPosition", after.position());
        }
        return where;
    }

    private static void common(Where where, EntryFilter filter, String table) {
        if (Tally.PENDING.equals(filter.kind())) {
            where.and(table + "kind is null");
        } else {
            where.and(table + "kind = :kind", "kind", filter.kind());
        }
        where.and(table + "reason = :reason", "reason", filter.reason());
        where.and(table + "match = :match", "match", filter.match());
        where.and(table + "subject_id = :subject", "subject", filter.subject());
        where.and(table + "zenqms_user_id = :user", "user", filter.user());
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

    /** Conditions that all must hold, and their values. */
    static final class Where {

        private final List<String> conditions = new ArrayList<>();
        private final Map<String, Object> values = new LinkedHashMap<>();

        Where and(String condition) {
            conditions.add(condition);
            return this;
        }

        /** Nothing where there is no value. */
        Where and(String condition, String name, Object value) {
            if (value != null) {
                conditions.add(condition);
                values.put(name, value);
            }
            return this;
        }

        void bind(String name, Object value) {
            values.put(name, value);
        }

        Query bind(Query query) {
            values.forEach(query::bind);
            return query;
        }

        @Override
        public String toString() {
            return String.join(" and ", conditions);
        }
    }
}
