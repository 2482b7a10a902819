package dev.rollcall.manager.run;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.manager.run.EntryRule.Told;
import dev.rollcall.outbox.MessageJson;

import org.jdbi.v3.core.Handle;

/** Puts reports on record: each once among the outcomes, and the one that counts on the person's entry of its run. */
@ApplicationScoped
class EntryWriter {

    private static final String COLUMNS = """
            (i int, integration text, run text, subject text, sequence bigint, cause text, kind text, reason text,
             detail text, match text, zenqms_user text, content text, at timestamptz, noticed_at timestamptz)""";

    private final MessageJson json;

    EntryWriter(MessageJson json) {
        this.json = json;
    }

    /** One report, wherever it stands on the topic. */
    record Number(String integration, String subject, long sequence) {}

    private record Person(String run, String subject) {}

    /** @return those that were not on record yet */
    List<Recorded> outcomes(Handle handle, Collection<Recorded> reports) {
        if (reports.isEmpty()) {
            return List.of();
        }
        Set<Number> added = new HashSet<>(handle.createQuery("""
                        insert into outcome (integration_id, subject_id, sequence, run_id, cause, kind, reason, detail, match,
                                             zenqms_user_id, content, at, noticed_at)
                        select integration, subject, sequence, run, cause, kind, reason, detail, match, zenqms_user, content,
                               at, noticed_at
                        from json_to_recordset(:reports::json) as x %s order by i
                        on conflict do nothing returning integration_id, subject_id, sequence""".formatted(COLUMNS))
                .bind("reports", json.text(reports))
                .map((rs, ctx) ->
                        new Number(rs.getString("integration_id"), rs.getString("subject_id"), rs.getLong("sequence")))
                .list());
        return reports.stream()
                .filter(r -> added.remove(new Number(r.integration(), r.subject(), r.sequence())))
                .toList();
    }

    /**
     * Call with the runs' rows held: nobody else writes their entries then.
     *
     * @return the runs of which something changed
     */
    Set<String> entries(Handle handle, Collection<Recorded> reports, Tally tally) {
        if (reports.isEmpty()) {
            return Set.of();
        }
        var told = told(handle, reports);
        var changed = new LinkedHashMap<Person, Recorded>();
        for (var report : reports) {
            var person = new Person(report.run(), report.subject());
            var before = told.get(person);
            if (EntryRule.replaces(before, report.kind(), report.sequence(), report.plan())) {
                if (before == null) {
                    tally.add(report.run(), report.kind(), report.reason(), 1);
                } else {
                    tally.move(report.run(), before.kind(), before.reason(), report.kind(), report.reason());
                }
                told.put(person, new Told(report.kind(), report.reason(), report.sequence()));
                changed.put(person, report);
            }
        }
        write(handle, changed.values());
        var runs = new HashSet<String>();
        changed.keySet().forEach(p -> runs.add(p.run()));
        return runs;
    }

    private Map<Person, Told> told(Handle handle, Collection<Recorded> reports) {
        var told = new HashMap<Person, Told>();
        handle.createQuery("""
                        select e.run_id, e.subject_id, e.kind, e.reason, e.sequence from run_entry e
                        join (select distinct run, subject from unnest(:runs::text[], :subjects::text[]) as p (run, subject)) p
                          on e.run_id = p.run and e.subject_id = p.subject""")
                .bind("runs", reports.stream().map(Recorded::run).toArray(String[]::new))
                .bind("subjects", reports.stream().map(Recorded::subject).toArray(String[]::new))
                .map((rs, ctx) -> Map.entry(
                        new Person(rs.getString("run_id"), rs.getString("subject_id")),
                        new Told(rs.getString("kind"), rs.getString("reason"), rs.getLong("sequence"))))
                .forEach(e -> told.put(e.getKey(), e.getValue()));
        return told;
    }

    private void write(Handle handle, Collection<Recorded> changed) {
        if (changed.isEmpty()) {
            return;
        }
        handle.createUpdate("""
                        insert into run_entry (run_id, subject_id, sequence, kind, reason, detail, match, zenqms_user_id,
                                               content, at)
                        select run, subject, sequence, kind, reason, detail, match, zenqms_user, content, at
                        from json_to_recordset(:reports::json) as x %s
                        on conflict (run_id, subject_id) do update set
                            sequence = excluded.sequence, kind = excluded.kind, reason = excluded.reason,
                            detail = excluded.detail, match = excluded.match, zenqms_user_id = excluded.zenqms_user_id,
                            content = excluded.content, at = excluded.at""".formatted(COLUMNS))
                .bind("reports", json.text(changed))
                .execute();
    }

    /** Notes that runs go on, and marks how far they are, for their pace. Call after the counters were written. */
    void progressed(Handle handle, Collection<String> runs, Instant now) {
        if (runs.isEmpty()) {
            return;
        }
        handle.createUpdate("""
                        update run r set progressed_at = :now,
                            older_at = case when due then mark_at else older_at end,
                            older_done = case when due then mark_done else older_done end,
                            mark_at = case when due then :now else mark_at end,
                            mark_done = case when due then (select coalesce(sum(n), 0) from run_count c
                                where c.run_id = r.id and c.kind <> 'PENDING') else mark_done end
                        from (select id, mark_at is null or mark_at <= :marked as due from run where id = any(:runs)) d
                        where d.id = r.id and r.state <> 'LIVE'""")
                .bind("now", now)
                .bind("marked", now.minusSeconds(15))
                .bind("runs", runs.toArray(String[]::new))
                .execute();
    }
}
