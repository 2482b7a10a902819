package dev.rollcall.usersync.telemetry;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.scheduler.Scheduled;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;

/**
 * How many work rows there are in each state, and how long the oldest has been there. Looked up in the database, so every
 * replica tells the same.
 */
@ApplicationScoped
class WorkRowGauges {

    private static final Logger LOG = Logger.getLogger(WorkRowGauges.class);

    private final Jdbi jdbi;
    private final MultiGauge rows;
    private final MultiGauge oldest;

    WorkRowGauges(Jdbi jdbi, MeterRegistry registry) {
        this.jdbi = jdbi;
        this.rows = MultiGauge.builder("rollcall.work.rows")
                .description("Work rows by lane and state: due, later, leased, held")
                .register(registry);
        this.oldest = MultiGauge.builder("rollcall.work.overdue.seconds")
                .description("How long the oldest row of the state has been due, or held")
                .register(registry);
    }

    private record State(String lane, String state, long rows, double oldestSeconds) {
        Tags tags() {
            return Tags.of("lane", lane, "state", state);
        }
    }

    @Scheduled(every = "15s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void lookUp() {
        try {
            var states = states();
            rows.register(
                    states.stream()
                            .map(s -> MultiGauge.Row.of(s.tags(), s.rows))
                            .toList(),
                    true);
            oldest.register(
                    states.stream()
                            .map(s -> MultiGauge.Row.of(s.tags(), s.oldestSeconds))
                            .toList(),
                    true);
        } catch (RuntimeException e) {
            // The database is away, which others tell.
            LOG.debug("Work rows can't be counted", e);
        }
    }

    /** Every lane and state, those without a row as well: a gauge that vanishes alerts nobody. */
    private List<State> states() {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        with now as (
                            select lower(lane) as lane,
                                case when state = 'held' then 'held'
                                    when leased_until > now() then 'leased'
                                    when due_at <= now() then 'due'
                                    else 'later' end as state,
                                case when state = 'held' then held_since else due_at end as since
                            from work_row)
                        select l.lane, s.state, count(n.state) as rows,
                            coalesce(extract(epoch from now() - min(n.since)), 0) as oldest
                        from unnest(array['apply', 'plan']) as l (lane)
                        cross join unnest(array['due', 'later', 'leased', 'held']) as s (state)
                        left join now n on n.lane = l.lane and n.state = s.state
                        group by l.lane, s.state""")
                .map((rs, ctx) -> new State(
                        rs.getString("lane"),
                        rs.getString("state"),
                        rs.getLong("rows"),
                        Math.max(0, rs.getDouble("oldest"))))
                .list());
    }
}
