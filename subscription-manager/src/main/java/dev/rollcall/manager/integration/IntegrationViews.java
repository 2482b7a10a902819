package dev.rollcall.manager.integration;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.manager.integration.IntegrationView.DirectoryView;
import dev.rollcall.manager.integration.IntegrationView.LastRun;
import dev.rollcall.manager.integration.IntegrationView.SubscriptionView;
import dev.rollcall.manager.integration.IntegrationView.ZenQmsView;
import dev.rollcall.model.IntegrationSettings.UserSync;
import dev.rollcall.outbox.MessageJson;

import org.jdbi.v3.core.Jdbi;

/** Puts together what the API shows of an integration. It reads the tables of other features, and never writes them. */
@ApplicationScoped
class IntegrationViews {

    private final Jdbi jdbi;
    private final MessageJson json;
    private final SweepViews sweeps;

    IntegrationViews(Jdbi jdbi, MessageJson json, SweepViews sweeps) {
        this.sweeps = sweeps;
        this.jdbi = jdbi;
        this.json = json;
    }

    @SuppressWarnings("unchecked")
    IntegrationView of(Integration i) {
        return new IntegrationView(
                i.id,
                i.name,
                i.state.name(),
                i.settingsVersion,
                i.problem,
                new DirectoryView(
                        "entra",
                        i.tenantId,
                        i.authorizeUrl,
                        i.tokenUrl,
                        i.graphUrl,
                        i.clientId,
                        i.accessVersion,
                        i.accessExpiresAt),
                new ZenQmsView(i.zenQmsUrl, (Map<String, String>) json.fromText(i.zenQmsWire, Map.class)),
                i.initialSync.label(),
                json.fromText(i.userSync, UserSync.class),
                subscriptions(i.id),
                rotation(i.id),
                sweeps.of(i.id).orElse(null),
                lastRun(i.id),
                held(i.id),
                i.walkWanted == null || isUnderWay(i) ? null : i.walkWanted.sentence(),
                i.createdAt,
                i.changedAt);
    }

    private List<SubscriptionView> subscriptions(String id) {
        return jdbi.withHandle(h -> h.createQuery("""
                        select resource, subscription_id, expires_at, problem, remark from directory_subscription
                        where integration_id = :id order by resource""")
                .bind("id", id)
                .map((rs, ctx) -> new SubscriptionView(
                        rs.getString("resource"),
                        rs.getString("subscription_id"),
                        instant(rs, "expires_at"),
                        rs.getString("problem"),
                        rs.getString("remark")))
                .list());
    }

    private Map<String, Long> held(String id) {
        var counts = new LinkedHashMap<String, Long>();
        jdbi.useHandle(h -> h.createQuery("""
                        select coalesce(reason, 'unknown') as reason, count(*) as n from held_person
                        where integration_id = :id group by 1 order by 1""")
                .bind("id", id)
                .map((rs, ctx) -> Map.entry(rs.getString("reason"), rs.getLong("n")))
                .forEach(e -> counts.put(e.getKey(), e.getValue())));
        return counts;
    }

    private String rotation(String id) {
        return jdbi.withHandle(
                h -> h.createQuery("select sentence from client_state_rotation where integration_id = :id")
                        .bind("id", id)
                        .mapTo(String.class)
                        .findOne()
                        .orElse(null));
    }

    /** The run that was wanted: then it is the last run, and no next one. */
    private boolean isUnderWay(Integration i) {
        return jdbi.withHandle(h -> h.createQuery("""
                        select exists (select 1 from run where integration_id = :id and state = 'RUNNING' and mode = 'APPLY'
                            and started_at >= :wanted)""")
                .bind("id", i.id)
                .bind("wanted", i.walkWantedAt)
                .mapTo(Boolean.class)
                .one());
    }

    private LastRun lastRun(String id) {
        return jdbi.withHandle(h -> h.createQuery("""
                        select id, state, mode, started_at, ended_at, problem from run
                        where integration_id = :id and state <> 'LIVE' order by started_at desc, id desc limit 1""")
                .bind("id", id)
                .map((rs, ctx) -> new LastRun(
                        rs.getString("id"),
                        rs.getString("state"),
                        rs.getString("mode"),
                        instant(rs, "started_at"),
                        instant(rs, "ended_at"),
                        rs.getString("problem")))
                .findOne()
                .orElse(null));
    }

    private static Instant instant(ResultSet rs, String column) throws SQLException {
        Timestamp at = rs.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
