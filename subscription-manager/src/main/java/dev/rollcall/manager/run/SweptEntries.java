package dev.rollcall.manager.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.manager.run.LiveWriter.About;
import dev.rollcall.manager.run.LiveWriter.Arrived;
import dev.rollcall.model.Cause;
import dev.rollcall.model.SubjectId;

import org.jdbi.v3.core.Handle;

/**
 * The entries of changes that only a sweep found. One that was announced has its notification's entry, and gets another only
 * if the sweep's own look at the person led to a write.
 */
@ApplicationScoped
public class SweptEntries {

    private final RunEnding runs;
    private final LiveWriter live;
    private final Counters counters;

    SweptEntries(RunEnding runs, LiveWriter live, Counters counters) {
        this.runs = runs;
        this.live = live;
        this.counters = counters;
    }

    /** Holds the integration's live run until the transaction ends. */
    public void hold(Handle handle, String integration) {
        LiveRun.ensure(handle, List.of(integration));
        runs.lock(handle, List.of(LiveRun.id(integration)));
    }

    /**
     * Call with the live run held.
     *
     * @param changes the vendor's word, by person
     * @param people whose changes get an entry
     * @param at what their notices say
     */
    public void enter(
            Handle handle,
            String integration,
            Map<SubjectId, String> changes,
            Collection<SubjectId> people,
            Instant at) {
        var arrived = new ArrayList<Arrived>();
        for (var person : people) {
            arrived.add(new Arrived(
                    arrived.size(),
                    integration,
                    null,
                    at,
                    About.PERSON,
                    person.value(),
                    changes.get(person),
                    Cause.SWEEP.name(),
                    null,
                    null,
                    null,
                    null));
        }
        var tally = new Tally();
        live.arrived(handle, arrived, tally);
        counters.apply(handle, tally);
    }
}
