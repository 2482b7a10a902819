package dev.rollcall.manager.subscription;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import dev.rollcall.directory.Subscription;
import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.RunId;

import org.jdbi.v3.core.Jdbi;

/** The subscriptions we hold. */
@ApplicationScoped
class SubscriptionStore {

    private final Jdbi jdbi;

    SubscriptionStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** One that is due to be looked after. */
    record Due(IntegrationId integrationId, String resource, String subscriptionId) {}

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

    /**
     * A new one.
     *
     * @param run that made it; null when none did
     * @param alsoThen in the same transaction; what it throws undoes both
     */
    @Transactional
    void save(
            IntegrationId id,
            String resource,
            Subscription subscription,
            Instant checkAt,
            RunId run,
            Runnable alsoThen) {
        alsoThen.run();
        jdbi.useHandle(h -> h.createUpdate("""
                        insert into directory_subscription
                            (integration_id, resource, subscription_id, expires_at, check_at, run_id)
                        values (:integration, :resource, :subscription, :expires, :check, :run)
                        on conflict (integration_id, resource) do update set
                            subscription_id = excluded.subscription_id, expires_at = excluded.expires_at,
                            check_at = excluded.check_at, run_id = excluded.run_id, problem = null""")
                .bind("run", run == null ? null : run.value())
                .bind("integration", id.value())
                .bind("resource", resource)
                .bind("subscription", subscription.id())
                .bind("expires", subscription.expiresAt())
                .bind("check", checkAt)
                .execute());
    }

    /** A longer life; nothing, if another subscription took its place meanwhile. */
    @Transactional
    void renewed(Due due, Instant expiresAt, Instant checkAt) {
        jdbi.useHandle(h -> h.createUpdate("""
                        update directory_subscription set expires_at = :expires, check_at = :check, problem = null
                        where integration_id = :integration and resource = :resource
                          and subscription_id = :subscription""")
                .bind("integration", due.integrationId().value())
                .bind("resource", due.resource())
                .bind("subscription", due.subscriptionId())
                .bind("expires", expiresAt)
                .bind("check", checkAt)
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
                        update directory_subscription d set check_at = :claimed
                        from (select s.integration_id, s.resource from directory_subscription s
                              join integration i on i.id = s.integration_id
                              where s.check_at <= :now and i.state in ('ACTIVE', 'PAUSED', 'NEEDS_AUTHORIZATION')
                                and not exists (select 1 from run r where r.integration_id = i.id
                                                and r.state = 'RUNNING' and r.phase = 'SUBSCRIBING')
                              limit 50 for update of s skip locked) due
                        where d.integration_id = due.integration_id and d.resource = due.resource
                        returning d.integration_id, d.resource, d.subscription_id""")
                .bind("claimed", now.plus(claim))
                .bind("now", now)
                .map((rs, ctx) -> new Due(new IntegrationId(rs.getString(1)), rs.getString(2), rs.getString(3)))
                .list());
    }

    @Transactional
    void trouble(Due due, String sentence, Instant checkAt) {
        jdbi.useHandle(h -> h.createUpdate("""
                        update directory_subscription set problem = :problem, check_at = :check
                        where integration_id = :integration and resource = :resource
                          and subscription_id = :subscription""")
                .bind("integration", due.integrationId().value())
                .bind("resource", due.resource())
                .bind("subscription", due.subscriptionId())
                .bind("problem", sentence)
                .bind("check", checkAt)
                .execute());
    }
}
