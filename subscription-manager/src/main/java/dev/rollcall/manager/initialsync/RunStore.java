package dev.rollcall.manager.initialsync;

import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;

import dev.rollcall.manager.config.ManagerConfig;
import dev.rollcall.manager.run.LiveRun;
import dev.rollcall.manager.run.RunPhase;
import dev.rollcall.model.Cause;
import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.Mode;
import dev.rollcall.model.PersonAttribute;
import dev.rollcall.model.RunId;

import org.jdbi.v3.core.Jdbi;

/** The runs under way, and who works on them. */
@ApplicationScoped
class RunStore {

    /** A token, a list, an end and a creation during which the directory tries our door: more than any other step. */
    private static final Duration SUBSCRIBING = Duration.ofMinutes(2);

    private final Jdbi jdbi;
    private final InstantSource clock;
    private final Event<RunBegun> begun;
    private final Duration leaseTime;
    private final Duration subscribingTime;

    RunStore(Jdbi jdbi, InstantSource clock, Event<RunBegun> begun, ManagerConfig config) {
        this.begun = begun;
        this.jdbi = jdbi;
        this.clock = clock;
        this.leaseTime = config.runLease();
        this.subscribingTime = leaseTime.compareTo(SUBSCRIBING) > 0 ? leaseTime : SUBSCRIBING;
    }

    /** The run of this kind that is under way: one that writes, or one that previews. */
    @Transactional
    Optional<RunId> underWay(IntegrationId id, boolean plan) {
        return jdbi.withHandle(h -> h.createQuery("""
                        select id from run
                        where integration_id = :id and state = 'RUNNING' and (mode = 'PLAN') = :plan""")
                .bind("id", id.value())
                .bind("plan", plan)
                .mapTo(String.class)
                .findOne()
                .map(RunId::new));
    }

    /** From its first activation on an integration has a standing run. */
    @Transactional
    void ensureLive(IntegrationId id) {
        jdbi.useHandle(h -> LiveRun.ensure(h, List.of(id.value())));
    }

    /** Call with the integration's row held. */
    @Transactional
    RunId begin(IntegrationId id, String cause, Mode mode, RunPhase phase) {
        return begin(id, cause, mode, phase, null);
    }

    /** One that tries again the people whom another run failed on. Call with the integration's row held. */
    @Transactional
    RunId beginRetry(IntegrationId id, Mode mode, RunId retries) {
        return begin(id, Cause.RETRY.name(), mode, RunPhase.ASKING, retries);
    }

    private RunId begin(IntegrationId id, String cause, Mode mode, RunPhase phase, RunId retries) {
        var run = UUID.randomUUID().toString();
        jdbi.useHandle(h -> h.createUpdate("""
                        insert into run (id, integration_id, cause, mode, state, phase, next_step_at, phase_since, started_at,
                                         retries)
                        values (:id, :integration, :cause, :mode, 'RUNNING', :phase, :now, :now, :now, :retries)""")
                .bind("retries", retries == null ? null : retries.value())
                .bind("id", run)
                .bind("integration", id.value())
                .bind("cause", cause)
                .bind("mode", mode.name())
                .bind("phase", phase.name())
                .bind("now", clock.instant())
                .execute());
        begun.fire(new RunBegun(new RunId(run)));
        return new RunId(run);
    }

    /** Takes runs that are due and that nobody works on. Those of a paused integration wait. */
    @Transactional
    List<RunLease> claimDue(int most) {
        var now = clock.instant();
        return jdbi.withHandle(h -> h.createQuery("""
                        update run set lease_token = gen_random_uuid()::text, lease_until = :until
                        where id in (
                            select r.id from run r join integration i on i.id = r.integration_id
                            where r.state = 'RUNNING' and r.phase not in ('SETTLING', 'CLEARING', 'ENDED') and r.next_step_at <= :now
                              and (r.lease_until is null or r.lease_until < :now) and i.state <> 'PAUSED'
                            order by r.next_step_at limit :most for update of r skip locked)
                        returning id, integration_id, mode, phase, phase_since, attempt, restarts, next_link,
                            walk_attributes, lease_token""")
                .bind("until", now.plus(leaseTime))
                .bind("now", now)
                .bind("most", most)
                .map((rs, ctx) -> lease(rs))
                .list());
    }

    /** Looks at the run again and holds it longer; empty when it is somebody else's, has ended, or is paused. */
    @Transactional
    Optional<RunLease> extend(RunLease lease) {
        return jdbi.withHandle(h -> h.createQuery("""
                        update run r set lease_until = case when r.phase = 'SUBSCRIBING' then :subscribed::timestamptz
                            else :until::timestamptz end
                        from integration i
                        where r.id = :id and r.lease_token = :token and r.state = 'RUNNING'
                          and r.phase not in ('SETTLING', 'CLEARING', 'ENDED') and i.id = r.integration_id and i.state <> 'PAUSED'
                        returning r.id, r.integration_id, r.mode, r.phase, r.phase_since, r.attempt, r.restarts,
                            r.next_link, r.walk_attributes, r.lease_token""")
                .bind("until", clock.instant().plus(leaseTime))
                .bind("subscribed", clock.instant().plus(subscribingTime))
                .bind("id", lease.runId().value())
                .bind("token", lease.token())
                .map((rs, ctx) -> lease(rs))
                .findOne());
    }

    @Transactional
    void enter(RunLease lease, RunPhase next) {
        jdbi.useHandle(h -> requireOne(h.createUpdate("""
                        update run set phase = :next, phase_since = :now, attempt = 0, problem = null
                        where id = :id and lease_token = :token""")
                .bind("id", lease.runId().value())
                .bind("token", lease.token())
                .bind("next", next.name())
                .bind("now", clock.instant())
                .execute()));
    }

    /** Within a transaction nobody else can take the run before it ends. */
    @Transactional
    void requireHeld(RunLease lease) {
        jdbi.useHandle(h -> h.createQuery("select 1 from run where id = :id and lease_token = :token for update")
                .bind("id", lease.runId().value())
                .bind("token", lease.token())
                .mapTo(Integer.class)
                .findOne()
                .orElseThrow(LeaseLost::new));
    }

    /** Later, and from the first page on. */
    @Transactional
    void walkAgain(RunLease lease, Instant at, String reason) {
        jdbi.useHandle(h -> requireOne(h.createUpdate("""
                        update run set next_link = null, restarts = restarts + 1, next_step_at = :at, problem = :reason,
                            lease_token = null, lease_until = null
                        where id = :id and lease_token = :token""")
                .bind("id", lease.runId().value())
                .bind("token", lease.token())
                .bind("at", at)
                .bind("reason", reason)
                .execute()));
    }

    @Transactional
    void release(RunLease lease) {
        jdbi.useHandle(h -> h.createUpdate("""
                        update run set lease_token = null, lease_until = null
                        where id = :id and lease_token = :token""")
                .bind("id", lease.runId().value())
                .bind("token", lease.token())
                .execute());
    }

    @Transactional
    void rest(RunLease lease, Instant until, String reason) {
        jdbi.useHandle(h -> {
            var rows = h.createUpdate("""
                            update run set next_step_at = :until, attempt = attempt + 1, problem = :reason,
                                lease_token = null, lease_until = null
                            where id = :id and lease_token = :token""")
                    .bind("id", lease.runId().value())
                    .bind("token", lease.token())
                    .bind("until", until)
                    .bind("reason", reason)
                    .execute();
            requireOne(rows);
        });
    }

    private static void requireOne(int rows) {
        if (rows != 1) {
            throw new LeaseLost();
        }
    }

    private static Set<PersonAttribute> attributes(ResultSet rs) throws SQLException {
        var names = (String[]) rs.getArray("walk_attributes").getArray();
        return Arrays.stream(names).map(PersonAttribute::valueOf).collect(Collectors.toUnmodifiableSet());
    }

    private static RunLease lease(ResultSet rs) throws SQLException {
        var link = rs.getString("next_link");
        return new RunLease(
                new RunId(rs.getString("id")),
                new IntegrationId(rs.getString("integration_id")),
                Mode.valueOf(rs.getString("mode")),
                RunPhase.valueOf(rs.getString("phase")),
                rs.getTimestamp("phase_since").toInstant(),
                rs.getInt("attempt"),
                rs.getInt("restarts"),
                link == null ? null : URI.create(link),
                attributes(rs),
                rs.getString("lease_token"));
    }
}
