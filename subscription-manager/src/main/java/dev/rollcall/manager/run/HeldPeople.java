package dev.rollcall.manager.run;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.model.OutcomeKind;
import dev.rollcall.model.SubjectId;
import dev.rollcall.model.SyncAction;
import dev.rollcall.outbox.MessageJson;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/** Whom the brake holds: those whose newest outcome says so. */
@ApplicationScoped
class HeldPeople {

    private final Jdbi jdbi;
    private final MessageJson json;
    private final InstantSource clock;

    HeldPeople(Jdbi jdbi, MessageJson json, InstantSource clock) {
        this.jdbi = jdbi;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Somebody who is held.
     *
     * @param since when the workers first said so
     * @param asked what an administrator asked for, until there is an outcome of it; null otherwise
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Held(String subjectId, String reason, String detail, String zenQmsUserId, Instant since, SyncAction asked) {}

    /** Reports that were not on record before. One that comes late, after a newer one of the person, says nothing. */
    void reported(Handle handle, Collection<Recorded> added) {
        var newest = new LinkedHashMap<String, Recorded>();
        for (var report : added) {
            if (!report.plan()) {
                newest.merge(
                        report.integration() + "/" + report.subject(),
                        report,
                        (a, b) -> a.sequence() > b.sequence() ? a : b);
            }
        }
        if (newest.isEmpty()) {
            return;
        }
        var reports = json.text(newest.values());
        handle.createUpdate("""
                        delete from held_person h
                        using json_to_recordset(:reports::json) as x (integration text, subject text, sequence bigint, kind text)
                        where h.integration_id = x.integration and h.subject_id = x.subject and h.sequence < x.sequence
                          and x.kind <> :held""")
                .bind("reports", reports)
                .bind("held", OutcomeKind.HELD.name())
                .execute();
        handle.createUpdate("""
                        insert into held_person as h (integration_id, subject_id, sequence, reason, detail, zenqms_user_id,
                                                      held_since)
                        select integration, subject, sequence, reason, detail, zenqms_user, coalesce(at, :now)
                        from json_to_recordset(:reports::json) as x (integration text, subject text, sequence bigint, kind text,
                            reason text, detail text, zenqms_user text, at timestamptz)
                        where kind = :held and not exists (select 1 from outcome o where o.integration_id = x.integration
                            and o.subject_id = x.subject and o.sequence > x.sequence)
                        order by integration, subject
                        on conflict (integration_id, subject_id) do update set sequence = excluded.sequence,
                            reason = excluded.reason, detail = excluded.detail, zenqms_user_id = excluded.zenqms_user_id,
                            asked = null""")
                .bind("reports", reports)
                .bind("held", OutcomeKind.HELD.name())
                .bind("now", clock.instant())
                .execute();
    }

    /** @param after null for the first page */
    Page<Held> of(String integration, Cursor after, int limit) {
        return jdbi.withHandle(handle -> {
            var query = handle.createQuery(
                            """
                            select subject_id, reason, detail, zenqms_user_id, held_since, asked from held_person
                            where integration_id = :integration %s order by held_since, subject_id limit :limit""".formatted(after == null ? "" : "and (held_since, subject_id) > (:afterAt, :afterId)"))
                    .bind("integration", integration)
                    .bind("limit", limit);
            if (after != null) {
                query.bind("afterAt", after.at()).bind("afterId", after.id());
            }
            var held = query.map(HeldPeople::held).list();
            var last = held.isEmpty() ? null : held.getLast();
            return new Page<>(held, held.size() < limit ? null : new Cursor(last.since(), last.subjectId()).text());
        });
    }

    /**
     * Marks them as asked for. Call in a transaction.
     *
     * @param subjects null for everybody who is held and of whom nothing is asked yet
     * @param most at the most
     * @return those of them who are held
     */
    List<SubjectId> ask(Handle handle, String integration, Collection<String> subjects, SyncAction action, int most) {
        return handle.createQuery("""
                        update held_person set asked = :action
                        where integration_id = :integration and subject_id in (
                            select subject_id from held_person where integration_id = :integration
                              and (case when :all then asked is null else subject_id = any(:subjects) end)
                            order by held_since, subject_id limit :most for update)
                        returning subject_id""")
                .bind("integration", integration)
                .bind("action", action.name())
                .bind("all", subjects == null)
                .bind("subjects", subjects == null ? new String[0] : subjects.toArray(String[]::new))
                .bind("most", most)
                .mapTo(String.class)
                .map(SubjectId::new)
                .list();
    }

    private static Held held(ResultSet rs, StatementContext ctx) throws SQLException {
        var asked = rs.getString("asked");
        return new Held(
                rs.getString("subject_id"),
                rs.getString("reason"),
                rs.getString("detail"),
                rs.getString("zenqms_user_id"),
                rs.getTimestamp("held_since").toInstant(),
                asked == null ? null : SyncAction.valueOf(asked));
    }
}
