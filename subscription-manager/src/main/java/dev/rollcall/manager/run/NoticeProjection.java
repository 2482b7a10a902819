package dev.rollcall.manager.run;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import dev.rollcall.manager.integration.CatchUpCause;
import dev.rollcall.manager.integration.CatchUps;
import dev.rollcall.manager.run.LiveWriter.Arrived;
import dev.rollcall.manager.subscription.LifecycleEvents;
import dev.rollcall.model.Envelope;
import dev.rollcall.model.IntegrationState;

import io.micrometer.core.instrument.MeterRegistry;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Turns what arrived from the directories into entries of Live. */
@ApplicationScoped
class NoticeProjection {

    private final Jdbi jdbi;
    private final LiveWriter live;
    private final Counters counters;
    private final RunEnding runs;
    private final InstantSource clock;
    private final MeterRegistry metrics;

    NoticeProjection(
            Jdbi jdbi, LiveWriter live, Counters counters, RunEnding runs, InstantSource clock, MeterRegistry metrics) {
        this.jdbi = jdbi;
        this.live = live;
        this.counters = counters;
        this.runs = runs;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** @param source the event's id */
    record Sourced(Notice notice, String source) {}

    /** All in one transaction. */
    @Transactional
    void project(Collection<Sourced> notices) {
        jdbi.useHandle(handle -> project(handle, notices));
    }

    /** In the caller's transaction. */
    void project(Handle handle, Collection<Sourced> notices) {
        var integrations = new TreeSet<String>();
        notices.forEach(n -> {
            var envelope = envelope(n.notice());
            if (envelope != null) {
                integrations.add(envelope.integrationId().value());
            }
        });
        if (integrations.isEmpty()) {
            return;
        }
        var states = states(handle, integrations);
        LiveRun.ensure(handle, states.keySet());
        runs.lock(handle, states.keySet().stream().map(LiveRun::id).toList());
        var tally = new Tally();
        live.arrived(handle, entries(notices, states), tally);
        counters.apply(handle, tally);
        notices.forEach(sourced -> catchUp(handle, sourced.notice()));
    }

    /** Last, as it locks what a sweep locks after the run. */
    private void catchUp(Handle handle, Notice notice) {
        if (notice instanceof Notice.Lifecycle(var event)) {
            LifecycleEvents.take(handle, event, clock.instant());
        } else if (notice instanceof Notice.Door(var door)) {
            CatchUps.want(handle, door.envelope().integrationId().value(), CatchUpCause.DOOR_REOPENED);
        }
    }

    private List<Arrived> entries(Collection<Sourced> notices, Map<String, IntegrationState> states) {
        var now = clock.instant();
        var entries = new ArrayList<Arrived>();
        for (var sourced : notices) {
            var envelope = envelope(sourced.notice());
            if (envelope == null) {
                continue;
            }
            var state = states.get(envelope.integrationId().value());
            if (state == null) {
                // Nobody could look at an entry of an integration that is not on record.
                metrics.counter("rollcall_manager_notices_of_unknown_integrations_total")
                        .increment();
            } else {
                NoticePlanner.entry(entries.size(), sourced.notice(), sourced.source(), state, now)
                        .ifPresent(entries::add);
            }
        }
        return entries;
    }

    private static Map<String, IntegrationState> states(Handle handle, Collection<String> integrations) {
        var states = new HashMap<String, IntegrationState>();
        handle.createQuery("select id, state from integration where id = any(:ids)")
                .bind("ids", integrations.toArray(String[]::new))
                .map((rs, ctx) -> Map.entry(rs.getString("id"), IntegrationState.valueOf(rs.getString("state"))))
                .forEach(e -> states.put(e.getKey(), e.getValue()));
        return states;
    }

    private static Envelope envelope(Notice notice) {
        return switch (notice) {
            case Notice.Person(var n) -> n.envelope();
            case Notice.Group(var n) -> n.envelope();
            case Notice.Lifecycle(var n) -> n.envelope();
            case Notice.Door(var n) -> n.envelope();
            case Notice.Unusable(var letter) -> letter.envelope();
            case Notice.Unknown ignored -> null;
            case Notice.Unreadable ignored -> null;
        };
    }
}
