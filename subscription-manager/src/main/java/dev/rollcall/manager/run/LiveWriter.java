package dev.rollcall.manager.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.manager.run.LiveAnswers.Answer;
import dev.rollcall.manager.run.LiveAnswers.Waiting;
import dev.rollcall.model.Cause;
import dev.rollcall.outbox.MessageJson;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jdbi.v3.core.Handle;

/**
 * Writes the entries of Live. Notices and outcomes come on different topics, in any order: whoever comes second finds the
 * other. Call with the row of the integration's live run held, so that neither overlooks the other.
 */
@ApplicationScoped
class LiveWriter {

    private static final Set<String> WRITTEN = Set.of("CREATED", "UPDATED", "LINKED", "DEACTIVATED", "REACTIVATED");

    private final MessageJson json;

    LiveWriter(MessageJson json) {
        this.json = json;
    }

    /**
     * What arrived; the names are the columns'.
     *
     * @param source the event's id; null for what the manager writes itself
     * @param kind NONE where nothing will come of it; null where an outcome is to come
     */
    record Arrived(
            int i,
            String integration,
            String source,
            Instant received,
            About about,
            String subject,
            String change,
            String cause,
            String request,
            String kind,
            String reason,
            String detail) {}

    /** What an entry is about. */
    enum About {
        PERSON,
        GROUP,
        SUBSCRIPTION,
        /** Something that could not be read. */
        ITEM
    }

    private record Person(String integration, String subject) {}

    private record Written(
            long position,
            String integration,
            String run,
            Long sequence,
            String kind,
            String reason,
            String match,
            @JsonProperty("zenqms_user") String zenQmsUser,
            Instant at,
            boolean covered) {

        static Written of(Answer a) {
            var o = a.outcome();
            return new Written(
                    a.position(),
                    o.integration(),
                    o.run(),
                    o.sequence(),
                    o.kind(),
                    o.reason(),
                    o.match(),
                    o.zenQmsUser(),
                    o.at(),
                    a.covered());
        }
    }

    /** What arrived becomes an entry each, once; those whose outcome was reported already have it at once. */
    void arrived(Handle handle, Collection<Arrived> arrived, Tally tally) {
        if (arrived.isEmpty()) {
            return;
        }
        var waiting = new ArrayList<Long>();
        handle.createQuery("""
                        insert into live_entry (integration_id, source, received_at, about, subject_id, change, cause,
                                                request_id, kind, reason, detail)
                        select integration, source, received, about, subject, change, cause, request, kind, reason, detail
                        from json_to_recordset(:arrived::json) as x (i int, integration text, source text,
                            received timestamptz, about text, subject text, change text, cause text, request text,
                            kind text, reason text, detail text)
                        order by i on conflict do nothing returning position, integration_id, kind, reason""")
                .bind("arrived", json.text(arrived))
                .map((rs, ctx) -> new Written(
                        rs.getLong("position"),
                        rs.getString("integration_id"),
                        null,
                        null,
                        rs.getString("kind"),
                        rs.getString("reason"),
                        null,
                        null,
                        null,
                        false))
                .forEach(w -> {
                    tally.add(LiveRun.id(w.integration()), w.kind(), w.reason(), 1);
                    if (w.kind() == null) {
                        waiting.add(w.position());
                    }
                });
        takeWhatWasReported(handle, waiting, tally);
    }

    /** The first report on the person whose look was for this notice or a later one. */
    private static void takeWhatWasReported(Handle handle, List<Long> waiting, Tally tally) {
        if (waiting.isEmpty()) {
            return;
        }
        handle.createQuery("""
                        update live_entry l set kind = o.kind, reason = o.reason, match = o.match,
                            zenqms_user_id = o.zenqms_user_id, sequence = o.sequence, run_id = o.run_id, answered_at = o.at,
                            covered = o.noticed_at > l.received_at + interval '1 millisecond'
                        from live_entry w cross join lateral (
                            select kind, reason, match, zenqms_user_id, sequence, run_id, at, noticed_at from outcome
                            where integration_id = w.integration_id and subject_id = w.subject_id
                              and noticed_at >= w.received_at
                            order by sequence limit 1) o
                        where l.position = w.position and w.position = any(:waiting) and w.request_id is null
                        returning l.integration_id, l.kind, l.reason""")
                .bind("waiting", waiting.toArray(Long[]::new))
                .map((rs, ctx) -> new String[] {rs.getString(1), rs.getString(2), rs.getString(3)})
                .forEach(r -> tally.move(LiveRun.id(r[0]), null, null, r[1], r[2]));
    }

    /** @param outcomes that were not on record before, of integrations that have a live run */
    void answered(Handle handle, Collection<Recorded> outcomes, Tally tally) {
        if (outcomes.isEmpty()) {
            return;
        }
        var waiting = waiting(handle, outcomes);
        var answers = new ArrayList<Written>();
        var unasked = new ArrayList<Recorded>();
        var byPerson = new LinkedHashMap<Person, List<Recorded>>();
        outcomes.forEach(o -> byPerson.computeIfAbsent(new Person(o.integration(), o.subject()), p -> new ArrayList<>())
                .add(o));
        byPerson.forEach((person, theirs) -> {
            var decided = LiveAnswers.of(waiting.getOrDefault(person, List.of()), theirs);
            decided.answers().forEach(a -> answers.add(Written.of(a)));
            unasked.addAll(decided.unasked());
        });
        writeAnswers(handle, answers, tally);
        writeUnasked(handle, withoutThoseToCome(handle, unasked), tally);
    }

    private static Map<Person, List<Waiting>> waiting(Handle handle, Collection<Recorded> outcomes) {
        var waiting = new HashMap<Person, List<Waiting>>();
        handle.createQuery("""
                        select l.integration_id, l.subject_id, l.position, l.received_at, l.request_id from live_entry l
                        join (select distinct * from unnest(:integrations::text[], :subjects::text[]) as p (i, s)) p
                          on l.integration_id = p.i and l.subject_id = p.s
                        where l.kind is null""")
                .bind(
                        "integrations",
                        outcomes.stream().map(Recorded::integration).toArray(String[]::new))
                .bind("subjects", outcomes.stream().map(Recorded::subject).toArray(String[]::new))
                .map((rs, ctx) -> Map.entry(
                        new Person(rs.getString("integration_id"), rs.getString("subject_id")),
                        new Waiting(
                                rs.getLong("position"),
                                rs.getTimestamp("received_at").toInstant(),
                                rs.getString("request_id"))))
                .forEach(e -> waiting.computeIfAbsent(e.getKey(), p -> new ArrayList<>())
                        .add(e.getValue()));
        return waiting;
    }

    private void writeAnswers(Handle handle, List<Written> answers, Tally tally) {
        if (answers.isEmpty()) {
            return;
        }
        answers.forEach(a -> tally.move(LiveRun.id(a.integration()), null, null, a.kind(), a.reason()));
        handle.createUpdate("""
                        update live_entry l set kind = x.kind, reason = x.reason, match = x.match,
                            zenqms_user_id = x.zenqms_user, sequence = x.sequence, run_id = x.run, answered_at = x.at,
                            covered = x.covered
                        from json_to_recordset(:answers::json) as x (position bigint, kind text, reason text, match text,
                            zenqms_user text, sequence bigint, run text, at timestamptz, covered boolean)
                        where l.position = x.position""").bind("answers", json.text(answers)).execute();
    }

    /**
     * What a run counts is told there. And a notice that was looked at before we read it comes yet, unless an earlier look
     * answered it: then this one is a look of our own.
     */
    private static List<Recorded> withoutThoseToCome(Handle handle, List<Recorded> unasked) {
        var ours = unasked.stream().filter(o -> o.run() == null).toList();
        var noticed = ours.stream().filter(o -> o.noticedAt() != null).toList();
        if (noticed.isEmpty()) {
            return ours;
        }
        var again = new HashSet<>(handle.createQuery("""
                        select x.integration, x.subject, x.sequence
                        from unnest(:integrations::text[], :subjects::text[], :sequences::bigint[], :noticed::text[]::timestamptz[])
                            as x (integration, subject, sequence, noticed)
                        where exists (select 1 from outcome o where o.integration_id = x.integration
                            and o.subject_id = x.subject and o.sequence < x.sequence and o.noticed_at >= x.noticed)""")
                .bind(
                        "integrations",
                        noticed.stream().map(Recorded::integration).toArray(String[]::new))
                .bind("subjects", noticed.stream().map(Recorded::subject).toArray(String[]::new))
                .bind("sequences", noticed.stream().map(Recorded::sequence).toArray(Long[]::new))
                .bind(
                        "noticed",
                        noticed.stream().map(o -> o.noticedAt().toString()).toArray(String[]::new))
                .map((rs, ctx) -> new EntryWriter.Number(rs.getString(1), rs.getString(2), rs.getLong(3)))
                .list());
        return ours.stream()
                .filter(o -> o.noticedAt() == null
                        || isWorkOfASweep(o)
                        || again.contains(new EntryWriter.Number(o.integration(), o.subject(), o.sequence())))
                .toList();
    }

    /**
     * The notices of a sweep don't come here: of those that announced something new it made entries itself. What its look at
     * somebody found that the notification's look did not is told all the same; that it found nothing is not.
     */
    private static boolean isWorkOfASweep(Recorded outcome) {
        return Cause.SWEEP.name().equals(outcome.cause()) && WRITTEN.contains(outcome.kind());
    }

    private void writeUnasked(Handle handle, List<Recorded> outcomes, Tally tally) {
        if (outcomes.isEmpty()) {
            return;
        }
        outcomes.forEach(o -> tally.add(LiveRun.id(o.integration()), o.kind(), o.reason(), 1));
        handle.createUpdate("""
                        insert into live_entry (integration_id, received_at, about, subject_id, cause, kind, reason, match,
                                                zenqms_user_id, sequence, answered_at)
                        select integration, at, 'PERSON', subject, cause, kind, reason, match, zenqms_user, sequence, at
                        from json_to_recordset(:outcomes::json) as x (i int, integration text, subject text, cause text,
                            kind text, reason text, match text, zenqms_user text, sequence bigint, at timestamptz)
                        order by i""").bind("outcomes", json.text(outcomes)).execute();
    }
}
