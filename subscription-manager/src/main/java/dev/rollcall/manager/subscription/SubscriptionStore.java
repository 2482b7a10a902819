package dev.rollcall.manager.subscription;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import dev.rollcall.manager.subscription.SubscriptionMaker.Made;
import dev.rollcall.manager.subscription.SubscriptionPlanner.Held;
import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.RunId;

import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Update;

/** The subscriptions we hold. */
@ApplicationScoped
class SubscriptionStore {

    private final Jdbi jdbi;

    SubscriptionStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * One that is due to be looked after.
     *
     * @param attempt how many times in a row that went wrong
     * @param claimedAt what is asked for after this moment is not done by this look
     */
    record Due(IntegrationId integrationId, String resource, Held held, int attempt, Instant claimedAt) {
        @Override
        public String toString() {
            return "integrationId=" + integrationId + ", resource=" + resource;
        }
    }

    /** What a run made and that is not over. */
    @Transactional
    Set<String> madeBy(IntegrationId id, RunId run, Instant now) {
        return jdbi.withHandle(h -> h.createQuery("""
                        select resource from directory_subscription
                        where integration_id = :integration and run_id = :run and expires_at > :now""")
                .bind("integration", id.value())
                .bind("run", run.value())
                .bind("now", now)
                .mapTo(String.class)
                .set());
    }

    /** What is subscribed to and not over. */
    @Transactional
    Set<String> live(IntegrationId id, Instant now) {
        return jdbi.withHandle(h -> h.createQuery("""
                        select resource from directory_subscription
                        where integration_id = :integration and expires_at > :now""")
                .bind("integration", id.value())
                .bind("now", now)
                .mapTo(String.class)
                .set());
    }

    /** All on record, by resource. */
    @Transactional
    Map<String, String> ids(IntegrationId id) {
        return jdbi.withHandle(h -> h
                .createQuery("select resource, subscription_id from directory_subscription where integration_id = :id")
                .bind("id", id.value())
                .map((rs, ctx) -> Map.entry(rs.getString(1), rs.getString(2)))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    @Transactional
    Optional<Held> held(IntegrationId id, String resource) {
        return jdbi.withHandle(h -> h.createQuery("""
                        select subscription_id, client_state_hash, expires_at, renew_at, reauthorize_at
                        from directory_subscription where integration_id = :id and resource = :resource""")
                .bind("id", id.value())
                .bind("resource", resource)
                .map((rs, ctx) -> held(rs))
                .findOne());
    }

    /**
     * A new one, or an old one that was adopted.
     *
     * @param run that made it; null when none did
     * @param remark what happened, for the administrator; null for nothing of note
     * @param first in the same transaction, before; what it throws undoes all
     * @param last in the same transaction, after
     */
    @Transactional
    void save(
            IntegrationId id,
            String resource,
            Made made,
            Instant now,
            RunId run,
            String remark,
            Runnable first,
            Runnable last) {
        // Whoever holds an integration, its subscriptions and its sweep takes them in this order.
        first.run();
        var renewAt = SubscriptionPlanner.renewAt(now, made.subscription().expiresAt());
        jdbi.useHandle(h -> h.createUpdate("""
                        insert into directory_subscription (integration_id, resource, subscription_id, expires_at, check_at,
                            renew_at, run_id, client_state_hash, remark)
                        values (:integration, :resource, :subscription, :expires, :check, :renew, :run, :hash, :remark)
                        on conflict (integration_id, resource) do update set
                            subscription_id = excluded.subscription_id, expires_at = excluded.expires_at,
                            check_at = excluded.check_at, renew_at = excluded.renew_at, run_id = excluded.run_id,
                            client_state_hash = excluded.client_state_hash, problem = null,
                            remark = case when directory_subscription.subscription_id = excluded.subscription_id
                                then coalesce(excluded.remark, directory_subscription.remark) else excluded.remark end,
                            attempt = 0, claimed_until = null, reauthorize_at = null""")
                .bind("integration", id.value())
                .bind("resource", resource)
                .bind("subscription", made.subscription().id())
                .bind("expires", made.subscription().expiresAt())
                .bind("check", SubscriptionPlanner.checkAt(now, renewAt))
                .bind("renew", renewAt)
                .bind("run", run == null ? null : run.value())
                .bind("hash", made.clientStateHash())
                .bind("remark", remark)
                .execute());
        last.run();
    }

    /** A longer life; nothing, if another subscription took its place meanwhile. */
    @Transactional
    void renewed(Due due, Instant expiresAt, Instant now) {
        var renewAt = SubscriptionPlanner.renewAt(now, expiresAt);
        looked(
                due,
                "expires_at = :expires, renew_at = :renew, reauthorize_at = case when reauthorize_at > :claimed"
                        + " then reauthorize_at end, problem = null, attempt = 0",
                SubscriptionPlanner.checkAt(now, renewAt),
                update -> update.bind("expires", expiresAt).bind("renew", renewAt));
    }

    /** It is there, and needs nothing. */
    @Transactional
    void kept(Due due, Instant now) {
        var renewAt = due.held().renewAt();
        looked(due, "problem = null, attempt = 0", SubscriptionPlanner.checkAt(now, renewAt), update -> {});
    }

    @Transactional
    void trouble(Due due, String sentence, Instant checkAt) {
        looked(due, "problem = :problem, attempt = attempt + 1", checkAt, update -> update.bind("problem", sentence));
    }

    private interface Binding {
        void to(Update update);
    }

    /** Ends the claim. Whoever asked for a look meanwhile gets another. */
    private void looked(Due due, String change, Instant checkAt, Binding binding) {
        jdbi.useHandle(h -> {
            var update = h.createUpdate("update directory_subscription set " + change + """
                            , claimed_until = null,
                            check_at = case when check_at > :claimed then least(check_at, :check) else :check end
                            where integration_id = :integration and resource = :resource
                              and subscription_id = :subscription""")
                    .bind("claimed", due.claimedAt())
                    .bind("check", checkAt)
                    .bind("integration", due.integrationId().value())
                    .bind("resource", due.resource())
                    .bind("subscription", due.held().id());
            binding.to(update);
            update.execute();
        });
    }

    /**
     * Takes one for a run, as {@link #claimDue} does for the timer.
     *
     * @return false when somebody else has it; true also where none is on record
     */
    @Transactional
    boolean claim(IntegrationId id, String resource, Instant now, Duration claim) {
        return jdbi.withHandle(h -> {
            var taken = h.createUpdate("""
                            update directory_subscription set claimed_until = :until
                            where integration_id = :id and resource = :resource
                              and (claimed_until is null or claimed_until <= :now)""")
                    .bind("id", id.value())
                    .bind("resource", resource)
                    .bind("now", now)
                    .bind("until", now.plus(claim))
                    .execute();
            return taken == 1 || held(id, resource).isEmpty();
        });
    }

    /** Ends a run's claim, if the save has not. */
    @Transactional
    void release(IntegrationId id, String resource) {
        jdbi.useHandle(h -> h.createUpdate("""
                        update directory_subscription set claimed_until = null
                        where integration_id = :id and resource = :resource""")
                .bind("id", id.value())
                .bind("resource", resource)
                .execute());
    }

    /** All of an integration are looked after as soon as somebody sees it. */
    @Transactional
    void lookAfter(IntegrationId id, Instant now) {
        jdbi.useHandle(
                h -> h.createUpdate("update directory_subscription set check_at = :now where integration_id = :id")
                        .bind("id", id.value())
                        .bind("now", now)
                        .execute());
    }

    /**
     * Takes what is due, so that no other replica does too until the claim ends. Also of a paused integration and one without
     * authorization, as far as tokens can be had: a subscription that ended is worse than one that announces too much.
     * Where a run is subscribing, the run looks after them.
     */
    @Transactional
    List<Due> claimDue(Instant now, Duration claim) {
        return jdbi.withHandle(h -> h.createQuery("""
                        update directory_subscription d set claimed_until = :claimed
                        from (select s.integration_id, s.resource from directory_subscription s
                              join integration i on i.id = s.integration_id
                              where s.check_at <= :now and (s.claimed_until is null or s.claimed_until <= :now)
                                and i.state in ('ACTIVE', 'PAUSED', 'NEEDS_AUTHORIZATION')
                                and not exists (select 1 from run r where r.integration_id = i.id
                                                and r.state = 'RUNNING' and r.phase = 'SUBSCRIBING' and i.state <> 'PAUSED')
                              limit 50 for update of s skip locked) due
                        where d.integration_id = due.integration_id and d.resource = due.resource
                        returning d.integration_id, d.resource, d.subscription_id, d.client_state_hash, d.expires_at,
                            d.renew_at, d.reauthorize_at, d.attempt""")
                .bind("claimed", now.plus(claim))
                .bind("now", now)
                .map((rs, ctx) -> new Due(
                        new IntegrationId(rs.getString("integration_id")),
                        rs.getString("resource"),
                        held(rs),
                        rs.getInt("attempt"),
                        now))
                .list());
    }

    private static Held held(ResultSet rs) throws SQLException {
        return new Held(
                rs.getString("subscription_id"),
                rs.getString("client_state_hash"),
                rs.getTimestamp("expires_at").toInstant(),
                rs.getTimestamp("renew_at").toInstant(),
                rs.getTimestamp("reauthorize_at") != null);
    }
}
