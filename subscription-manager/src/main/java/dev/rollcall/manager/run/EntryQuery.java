package dev.rollcall.manager.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * The statement for a page of entries. Only what is asked for stands in it, so that the database can take the index that has
 * just this filter in just this order, whether it plans with the values or without.
 */
final class EntryQuery {

    private static final String PEOPLE = """
            select subject_id, kind, reason, detail, match, zenqms_user_id, content, at from run_entry
            where %s order by subject_id limit :limit""";

    /** A span of time in the order of the people would have to read all of it for each page. */
    private static final String PEOPLE_OF_A_TIME = """
            select subject_id, kind, reason, detail, match, zenqms_user_id, content, at from run_entry
            where %s order by at, subject_id limit :limit""";

    private static final String LIVE = """
            select l.position, l.received_at, l.about, l.change, l.cause, l.request_id, l.run_id, l.subject_id,
                   l.kind, l.reason, coalesce(l.detail, o.detail) as detail, l.match, l.zenqms_user_id, o.content,
                   l.answered_at, l.covered
            from live_entry l left join outcome o on o.integration_id = l.integration_id
                and o.subject_id = l.subject_id and o.sequence = l.sequence
            where %s order by l.received_at desc, l.position desc limit :limit""";

    private final String frame;
    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> values = new LinkedHashMap<>();

    private EntryQuery(String frame, int limit) {
        this.frame = frame;
        values.put("limit", limit);
    }

    /**
     * @param after {@code next} of the page before; null for the first
     * @throws dev.rollcall.manager.web.ProblemException 400 where {@code after} was never such
     */
    static EntryQuery of(RunLog.Head run, EntryFilter filter, String after, int limit) {
        return run.state() == RunState.LIVE ? live(run, filter, after, limit) : people(run, filter, after, limit);
    }

    private static EntryQuery people(RunLog.Head run, EntryFilter filter, String after, int limit) {
        if (filter.isOfATime()) {
            var query = new EntryQuery(PEOPLE_OF_A_TIME, limit)
                    .and("run_id = :run", "run", run.id())
                    .filter(filter, "")
                    .and("at < :until", "until", filter.until());
            var cursor = Cursor.parse(after);
            // One beginning, or the index might be read from the earlier of two.
            return cursor == null || (filter.since() != null && cursor.at().isBefore(filter.since()))
                    ? query.and("at >= :since", "since", filter.since())
                    // Said twice: the planner guesses how much is left from the plain comparison alone.
                    : query.and("at >= :afterAt and (at, subject_id) > (:afterAt, :after)", "afterAt", cursor.at())
                            .with("after", cursor.id());
        }
        return new EntryQuery(PEOPLE, limit)
                .and("run_id = :run", "run", run.id())
                .filter(filter, "")
                .and("subject_id > :after", "after", after);
    }

    private static EntryQuery live(RunLog.Head run, EntryFilter filter, String after, int limit) {
        var query = new EntryQuery(LIVE, limit)
                .and("l.integration_id = :integration", "integration", run.integrationId())
                .filter(filter, "l.")
                .and("l.request_id = :request", "request", filter.request())
                .and("l.received_at >= :since", "since", filter.since());
        var cursor = Cursor.parse(after);
        return cursor == null || (filter.until() != null && !cursor.at().isBefore(filter.until()))
                ? query.and("l.received_at < :until", "until", filter.until())
                : query.and("(l.received_at, l.position) < (:afterAt, :afterPosition)", "afterAt", cursor.at())
                        .with("afterPosition", cursor.position());
    }

    private EntryQuery with(String name, Object value) {
        values.put(name, value);
        return this;
    }

    private EntryQuery filter(EntryFilter filter, String table) {
        if (Tally.PENDING.equals(filter.kind())) {
            conditions.add(table + "kind is null");
        } else {
            and(table + "kind = :kind", "kind", filter.kind());
        }
        return and(table + "reason = :reason", "reason", filter.reason())
                .and(table + "match = :match", "match", filter.match())
                .and(table + "subject_id = :subject", "subject", filter.subject())
                .and(table + "zenqms_user_id = :user", "user", filter.user());
    }

    /** Nothing where there is no value. */
    private EntryQuery and(String condition, String name, Object value) {
        if (value != null) {
            conditions.add(condition);
            values.put(name, value);
        }
        return this;
    }

    String sql() {
        return frame.formatted(String.join(" and ", conditions));
    }

    Query on(Handle handle) {
        return bind(handle.createQuery(sql()));
    }

    Query bind(Query query) {
        values.forEach(query::bind);
        return query;
    }
}
