package dev.rollcall.manager.integration;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import dev.rollcall.manager.config.ManagerConfig;
import dev.rollcall.model.IntegrationState;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jdbi.v3.core.Jdbi;

/** How far behind the directory integrations may be, and how much it does not announce. */
@ApplicationScoped
public class SweepViews {

    private static final Duration DAY = Duration.ofDays(1);

    private final Jdbi jdbi;
    private final ManagerConfig config;
    private final InstantSource clock;

    SweepViews(Jdbi jdbi, ManagerConfig config, InstantSource clock) {
        this.jdbi = jdbi;
        this.config = config;
        this.clock = clock;
    }

    /**
     * One integration's. Rates and numbers are of the changes that sweeps found in the last 24 hours; a sweep counts a person
     * once, however often they changed since the one before.
     *
     * @param lastSweepAt when the last sweep ended; null before the first
     * @param inStepAsOf what changed before that was announced, or shown by a sweep or a walk; null before the first walk's end
     * @param nextSweepAt when the next begins by itself; null before the first walk's end
     * @param found changes that sweeps found
     * @param lossRate share of them that were never announced, from 0 to 1; null when none were found. A change counts as lost
     *     four hours after it was found
     * @param provisionalLossRate the same if nothing comes any more for those that are unannounced now
     * @param late announced only after a sweep had found them
     * @param missed never announced
     * @param unannounced found by a sweep, not announced so far, and still possible
     * @param oldestUnseen when a sweep found the oldest of these; null when there are none
     * @param caughtUp what was done about what may have been missed, in one sentence; null when nothing was
     * @param problem what keeps sweeps from being done; null when nothing does
     * @param silence since when the integration hears nothing from its directory, in one sentence; null when it does
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record SweepView(
            Instant lastSweepAt,
            Instant inStepAsOf,
            Instant nextSweepAt,
            long found,
            Double lossRate,
            Double provisionalLossRate,
            long late,
            long missed,
            long unannounced,
            Instant oldestUnseen,
            String caughtUp,
            String problem,
            String silence) {}

    /** @param healthy false where the integration hears nothing, or lost its authorization */
    public record Measured(String integration, boolean healthy, SweepView sweep) {}

    /** Empty before the first walk's end. */
    @Transactional
    Optional<SweepView> of(String integration) {
        return measured(integration).stream().findFirst().map(Measured::sweep);
    }

    /** Of all that are synchronised, or were until something stopped them. */
    @Transactional
    public List<Measured> all() {
        return measured(null);
    }

    private List<Measured> measured(String integration) {
        var now = clock.instant();
        return jdbi.withHandle(h -> h.createQuery("""
                        select i.id, i.state, s.finished_at, s.due_at, s.problem, s.remark, s.read_to, t.found, t.late, t.missed,
                            u.changes, u.oldest,
                            (select max(l.received_at) from live_entry l where l.integration_id = i.id
                                and l.cause = 'NOTIFICATION' and l.received_at > :silent) as heard_at
                        from sweep s join integration i on i.id = s.integration_id
                        left join lateral (select sum(found) as found, sum(late) as late, sum(missed) as missed from sweep_tally
                            where integration_id = i.id and hour > :dayAgo) t on true
                        left join lateral (select sum(changes) as changes, min(found_at) as oldest from unannounced_change
                            where integration_id = i.id) u on true
                        where (:id::text is null or i.id = :id) and s.due_at is not null
                          and i.state in ('ACTIVE', 'PAUSED', 'NEEDS_AUTHORIZATION')
                        order by i.id""")
                .bind("id", integration)
                .bind("silent", now.minus(config.silence()))
                .bind("dayAgo", now.minus(DAY))
                .map((rs, ctx) -> measured(rs, now))
                .list());
    }

    private Measured measured(ResultSet rs, Instant now) throws SQLException {
        var found = rs.getLong("found");
        var missed = rs.getLong("missed");
        var unannounced = rs.getLong("changes");
        var state = IntegrationState.valueOf(rs.getString("state"));
        var silence = SilencePlanner.sentence(
                state == IntegrationState.ACTIVE,
                instant(rs, "heard_at"),
                instant(rs, "finished_at"),
                instant(rs, "read_to"),
                config.silence(),
                now);
        var view = new SweepView(
                instant(rs, "finished_at"),
                instant(rs, "read_to"),
                instant(rs, "due_at"),
                found,
                found == 0 ? null : rate(missed, found),
                found == 0 ? null : rate(missed + unannounced, found),
                rs.getLong("late"),
                missed,
                unannounced,
                instant(rs, "oldest"),
                rs.getString("remark"),
                rs.getString("problem"),
                silence.orElse(null));
        var healthy = silence.isEmpty() && state != IntegrationState.NEEDS_AUTHORIZATION;
        return new Measured(rs.getString("id"), healthy, view);
    }

    /** What was found before the last day may still be unannounced: a share is never more than all. */
    private static double rate(long lost, long found) {
        return Math.min(1, Math.round(lost * 10_000.0 / found) / 10_000.0);
    }

    private static Instant instant(ResultSet rs, String column) throws SQLException {
        Timestamp at = rs.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
