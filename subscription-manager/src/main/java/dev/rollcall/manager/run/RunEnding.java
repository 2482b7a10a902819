package dev.rollcall.manager.run;

import java.time.InstantSource;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.model.OutcomeKind;

import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/** Ends a run when its walk is closed and everybody's outcome is known. */
@ApplicationScoped
public class RunEnding {

    private static final Logger LOG = Logger.getLogger(RunEnding.class);

    private final Counters counters;
    private final InstantSource clock;

    RunEnding(Counters counters, InstantSource clock) {
        this.counters = counters;
        this.clock = clock;
    }

    /**
     * Holds the runs until the transaction ends, so that of two who write the last entries one sees both.
     *
     * @return those that we know; the others are passed over
     */
    Set<String> lock(Handle handle, Collection<String> runs) {
        return runs.isEmpty()
                ? Set.of()
                : Set.copyOf(handle.createQuery("select id from run where id = any(:ids) order by id for update")
                        .bind("ids", runs.toArray(String[]::new))
                        .mapTo(String.class)
                        .list());
    }

    /** Call with the run's row held, after entries and counters were written. */
    public void endIfDone(Handle handle, String run) {
        var open = handle.createQuery("""
                        select 1 from run r where id = :id and state = 'RUNNING' and walk_closed and not exists (
                            select 1 from run_count c where c.run_id = r.id and c.kind = 'PENDING' and c.n > 0)""").bind("id", run).mapTo(Integer.class).findOne();
        if (open.isEmpty()) {
            return;
        }
        var state = RunEnd.of(counts(handle, run));
        handle.createUpdate("""
                        update run set state = :state, phase = 'ENDED', ended_at = :now,
                            problem = case when :state = 'FAILED' then :nobody else walk_doubt end
                        where id = :id""")
                .bind("id", run)
                .bind("state", state.name())
                .bind("nobody", "Nobody could be synchronised: the entries say why.")
                .bind("now", clock.instant())
                .execute();
        LOG.infof("Run ended: runId=%s, state=%s", run, state);
    }

    private Map<OutcomeKind, Long> counts(Handle handle, String run) {
        var counts = new EnumMap<OutcomeKind, Long>(OutcomeKind.class);
        counters.of(handle, run).kinds().forEach((kind, n) -> counts.put(OutcomeKind.valueOf(kind), n));
        return counts;
    }
}
