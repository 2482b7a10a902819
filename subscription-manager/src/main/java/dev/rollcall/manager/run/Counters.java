package dev.rollcall.manager.run;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.outbox.MessageJson;

import org.jdbi.v3.core.Handle;

/** How many entries a run has, kept up with them: nobody counts a million rows to look at a run. */
@ApplicationScoped
public class Counters {

    private final MessageJson json;

    Counters(MessageJson json) {
        this.json = json;
    }

    /**
     * Entries of one run.
     *
     * @param pending those whose outcome is not known yet
     * @param kinds all others, per kind
     * @param reasons those with a reason, per kind and reason
     */
    record Counts(long pending, Map<String, Long> kinds, Map<String, Map<String, Long>> reasons) {

        static final Counts NONE = new Counts(0, Map.of(), Map.of());

        long done() {
            return kinds.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    private record Change(String run, String kind, String reason, long n) {}

    /** Call with the runs' rows held. */
    void apply(Handle handle, Tally tally) {
        var changes = tally.changes().entrySet().stream()
                .map(e -> new Change(
                        e.getKey().run(), e.getKey().kind(), e.getKey().reason(), e.getValue()))
                .toList();
        if (changes.isEmpty()) {
            return;
        }
        handle.createUpdate("""
                        insert into run_count as c (run_id, kind, reason, n)
                        select run, kind, reason, n
                        from json_to_recordset(:changes::json) as x (run text, kind text, reason text, n bigint)
                        order by run, kind, reason
                        on conflict (run_id, kind, reason) do update set n = c.n + excluded.n""").bind("changes", json.text(changes)).execute();
    }

    /** People that a run begins with. Call with the run's row held. */
    public void begun(Handle handle, String run, long people) {
        var tally = new Tally();
        tally.add(run, null, null, people);
        apply(handle, tally);
    }

    Map<String, Counts> of(Handle handle, Collection<String> runs) {
        var kinds = new HashMap<String, Map<String, Long>>();
        var reasons = new HashMap<String, Map<String, Map<String, Long>>>();
        handle.createQuery("select run_id, kind, reason, n from run_count where run_id = any(:runs) and n <> 0")
                .bind("runs", runs.toArray(String[]::new))
                .map((rs, ctx) -> new Change(
                        rs.getString("run_id"), rs.getString("kind"), rs.getString("reason"), rs.getLong("n")))
                .forEach(c -> {
                    kinds.computeIfAbsent(c.run(), r -> new TreeMap<>()).merge(c.kind(), c.n(), Long::sum);
                    if (!c.reason().isEmpty()) {
                        reasons.computeIfAbsent(c.run(), r -> new TreeMap<>())
                                .computeIfAbsent(c.kind(), k -> new TreeMap<>())
                                .put(c.reason(), c.n());
                    }
                });
        var counts = new HashMap<String, Counts>();
        kinds.forEach((run, ofRun) -> {
            var pending = ofRun.remove(Tally.PENDING);
            counts.put(run, new Counts(pending == null ? 0 : pending, ofRun, reasons.getOrDefault(run, Map.of())));
        });
        return counts;
    }

    Counts of(Handle handle, String run) {
        return of(handle, java.util.List.of(run)).getOrDefault(run, Counts.NONE);
    }
}
