package dev.rollcall.manager.run;

import java.time.InstantSource;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.model.OutcomeKind;

import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/** Ends a run when its walk is closed and everybody's outcome is known. */
@ApplicationScoped
public class RunEnding {

    private static final Logger LOG = Logger.getLogger(RunEnding.class);

    private final InstantSource clock;

    RunEnding(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Holds the runs until the transaction ends, so that of two who write the last entries one sees both. Runs we don't
     * know are passed over.
     */
    void lock(Handle handle, Collection<String> runs) {
        runs.forEach(run -> handle.createQuery("select 1 from run where id = :id for update")
                .bind("id", run)
                .mapTo(Integer.class)
                .findOne());
    }

    /** Call with the run's row held, after the entries were written. */
    public void endIfDone(Handle handle, String run) {
        var open = handle.createQuery("""
                        select 1 from run r where id = :id and state = 'RUNNING' and walk_closed
                          and not exists (select 1 from run_entry e where e.run_id = r.id and e.kind is null)""").bind("id", run).mapTo(Integer.class).findOne();
        if (open.isEmpty()) {
            return;
        }
        var state = RunEnd.of(counts(handle, run));
        handle.createUpdate("""
                        update run set state = :state, phase = 'ENDED', ended_at = :now,
                            problem = case when :state = 'FAILED' then :nobody end
                        where id = :id""")
                .bind("id", run)
                .bind("state", state.name())
                .bind("nobody", "Nobody could be synchronised: the entries say why.")
                .bind("now", clock.instant())
                .execute();
        LOG.infof("Run ended: runId=%s, state=%s", run, state);
    }

    private static Map<OutcomeKind, Long> counts(Handle handle, String run) {
        var counts = new EnumMap<OutcomeKind, Long>(OutcomeKind.class);
        handle.createQuery("select kind, count(*) n from run_entry where run_id = :id group by kind")
                .bind("id", run)
                .map((rs, ctx) -> Map.entry(OutcomeKind.valueOf(rs.getString("kind")), rs.getLong("n")))
                .forEach(e -> counts.put(e.getKey(), e.getValue()));
        return counts;
    }
}
