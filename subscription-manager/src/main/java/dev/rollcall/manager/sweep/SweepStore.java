package dev.rollcall.manager.sweep;

import java.net.URI;
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
import dev.rollcall.manager.integration.CatchUpCause;
import dev.rollcall.manager.integration.Integration.WalkCause;
import dev.rollcall.manager.integration.Integrations;
import dev.rollcall.manager.sweep.SweepLease.Round;
import dev.rollcall.manager.sweep.SweepPlanner.State;
import dev.rollcall.model.IntegrationId;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The sweeps on record, and who works on them. */
@ApplicationScoped
class SweepStore {

    private static final String STATE = """
            select s.integration_id, s.wanted, s.due_at, s.attempt, s.from_link, s.next_link, s.since, s.begun_at, s.full_at,
                s.lease_token, i.state, i.walk_wanted, f.delta_link, f.taken_at,
                exists (select 1 from run r where r.integration_id = s.integration_id and r.state = 'RUNNING'
                    and r.mode <> 'PLAN' and r.retries is null and not r.walk_closed) as walking
            from sweep s join integration i on i.id = s.integration_id
            left join directory_feed f on f.integration_id = s.integration_id and f.resource = 'users'
            """;

    private static final int MOST_RESTARTS = 3;
    private static final Duration BEFORE_AGAIN = Duration.ofSeconds(30);

    private final Jdbi jdbi;
    private final Integrations integrations;
    private final InstantSource clock;
    private final ManagerConfig config;

    SweepStore(Jdbi jdbi, Integrations integrations, InstantSource clock, ManagerConfig config) {
        this.jdbi = jdbi;
        this.integrations = integrations;
        this.clock = clock;
        this.config = config;
    }

    /** Takes those that are due or wanted and that nobody works on. Those of a paused integration wait. */
    @Transactional
    List<SweepLease> claimDue(int most) {
        var now = clock.instant();
        return jdbi.withHandle(h -> {
            var claimed = h.createQuery("""
                            update sweep set lease_token = gen_random_uuid()::text, lease_until = :until
                            where integration_id in (
                                select s.integration_id from sweep s join integration i on i.id = s.integration_id
                                where i.state = 'ACTIVE' and (s.wanted is not null or s.due_at <= :now or s.next_link is not null)
                                  and (s.try_at is null or s.try_at <= :now)
                                  and (s.lease_until is null or s.lease_until < :now)
                                order by s.due_at nulls last limit :most for update of s skip locked)
                            returning integration_id""")
                    .bind("until", now.plus(config.runLease()))
                    .bind("now", now)
                    .bind("most", most)
                    .mapTo(String.class)
                    .list();
            return claimed.isEmpty()
                    ? List.<SweepLease>of()
                    : h.createQuery(STATE + "where s.integration_id = any(:ids)")
                            .bind("ids", claimed.toArray(String[]::new))
                            .map((rs, ctx) -> lease(rs))
                            .list();
        });
    }

    /** Looks again and holds it longer; empty when it is somebody else's now, or nothing is read of the integration. */
    @Transactional
    Optional<SweepLease> extend(SweepLease lease) {
        return jdbi.withHandle(h -> {
            var held = update(h, lease, "lease_until = :until", clock.instant().plus(config.runLease()));
            return held == 0
                    ? Optional.<SweepLease>empty()
                    : h.createQuery(STATE + "where s.integration_id = :id and i.state = 'ACTIVE'")
                            .bind("id", lease.integrationId().value())
                            .map((rs, ctx) -> lease(rs))
                            .findOne();
        });
    }

    /** A round begins. What is wanted from now on wants another one. */
    @Transactional
    SweepLease begin(SweepLease lease, CatchUpCause cause) {
        var round = new Round(lease.feed(), lease.feed(), lease.state().takenAt(), clock.instant());
        jdbi.useHandle(h -> requireOne(h.createUpdate("""
                        update sweep set wanted = null, restarts = 0, cause = :cause, from_link = :link, next_link = :link, since = :since,
                            begun_at = :begun, found = 0
                        where integration_id = :id and lease_token = :token""")
                .bind("id", lease.integrationId().value())
                .bind("token", lease.token())
                .bind("cause", cause.name())
                .bind("link", round.from().toString())
                .bind("since", round.since())
                .bind("begun", round.begunAt())
                .execute()));
        return new SweepLease(
                lease.integrationId(), lease.state(), lease.feed(), round, lease.attempt(), lease.token());
    }

    /**
     * The page that was next is not known any more: the round begins again at its link, a little later.
     *
     * @return false when it began again so often that something else must be wrong; then nothing happened
     */
    @Transactional
    boolean beginAgain(SweepLease lease, String problem) {
        return jdbi.withHandle(h -> h.createUpdate("""
                        update sweep set next_link = from_link, begun_at = :now, found = 0, restarts = restarts + 1,
                            try_at = :later, problem = :problem, lease_token = null, lease_until = null
                        where integration_id = :id and lease_token = :token and restarts < :most""")
                        .bind("id", lease.integrationId().value())
                        .bind("token", lease.token())
                        .bind("now", clock.instant())
                        .bind("later", clock.instant().plus(BEFORE_AGAIN))
                        .bind("problem", problem)
                        .bind("most", MOST_RESTARTS)
                        .execute()
                == 1);
    }

    /** Everybody is read instead. */
    @Transactional
    void readEverybody(SweepLease lease, String why) {
        var integration = integrations.requireLocked(lease.integrationId().value());
        jdbi.useHandle(h -> {
            requireOne(h.createUpdate("""
                            update sweep set wanted = null, next_link = null, from_link = null, full_at = :now, attempt = 0,
                                try_at = null, problem = null, remark = :why, lease_token = null, lease_until = null
                            where integration_id = :id and lease_token = :token""")
                    .bind("id", integration.id)
                    .bind("token", lease.token())
                    .bind("now", clock.instant())
                    .bind("why", why)
                    .execute());
            Feeds.forget(h, integration.id);
        });
        integration.wantWalk(WalkCause.RECONCILIATION, clock.instant());
    }

    /** Nothing to do before then. */
    @Transactional
    void rest(SweepLease lease, Instant until) {
        jdbi.useHandle(h -> update(h, lease, "try_at = :until, lease_token = null, lease_until = null", until));
    }

    /** Leaves it to whoever comes next. */
    @Transactional
    void release(SweepLease lease) {
        jdbi.useHandle(h -> update(h, lease, "lease_token = null, lease_until = :until", null));
    }

    @Transactional
    void trouble(SweepLease lease, String sentence, Instant until) {
        jdbi.useHandle(h -> h.createUpdate("""
                        update sweep set try_at = :until, attempt = attempt + 1, problem = :problem, lease_token = null,
                            lease_until = null
                        where integration_id = :id and lease_token = :token""")
                .bind("id", lease.integrationId().value())
                .bind("token", lease.token())
                .bind("until", until)
                .bind("problem", sentence)
                .execute());
    }

    private static int update(Handle handle, SweepLease lease, String change, Instant until) {
        return handle.createUpdate(
                        "update sweep set " + change + " where integration_id = :id and lease_token = :token")
                .bind("id", lease.integrationId().value())
                .bind("token", lease.token())
                .bind("until", until)
                .execute();
    }

    private static void requireOne(int rows) {
        if (rows != 1) {
            throw new LeaseLost();
        }
    }

    private static SweepLease lease(ResultSet rs) throws SQLException {
        var feed = uri(rs, "delta_link");
        var next = uri(rs, "next_link");
        var round = next == null
                ? null
                : new Round(uri(rs, "from_link"), next, instant(rs, "since"), instant(rs, "begun_at"));
        var wanted = rs.getString("wanted");
        var state = new State(
                rs.getString("state").equals("ACTIVE"),
                wanted == null ? null : CatchUpCause.valueOf(wanted),
                instant(rs, "due_at"),
                instant(rs, "taken_at"),
                round == null ? null : round.begunAt(),
                rs.getString("walk_wanted") != null || rs.getBoolean("walking"),
                instant(rs, "full_at"));
        return new SweepLease(
                new IntegrationId(rs.getString("integration_id")),
                state,
                feed,
                round,
                rs.getInt("attempt"),
                rs.getString("lease_token"));
    }

    private static URI uri(ResultSet rs, String column) throws SQLException {
        var text = rs.getString(column);
        return text == null ? null : URI.create(text);
    }

    private static Instant instant(ResultSet rs, String column) throws SQLException {
        Timestamp at = rs.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
