package dev.rollcall.manager.subscription;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import dev.rollcall.directory.Subscription;
import dev.rollcall.model.IntegrationId;

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

    @Transactional
    void save(IntegrationId id, String resource, Subscription subscription, Instant checkAt) {
        jdbi.useHandle(h -> h.createUpdate("""
                        insert into directory_subscription
                            (integration_id, resource, subscription_id, expires_at, check_at)
                        values (:integration, :resource, :subscription, :expires, :check)
                        on conflict (integration_id, resource) do update set
                            subscription_id = excluded.subscription_id, expires_at = excluded.expires_at,
                            check_at = excluded.check_at, problem = null""")
                .bind("integration", id.value())
                .bind("resource", resource)
                .bind("subscription", subscription.id())
                .bind("expires", subscription.expiresAt())
                .bind("check", checkAt)
                .execute());
    }

    /** Takes what is due, so that no other replica does too until the claim ends. */
    @Transactional
    List<Due> claimDue(Instant now, Duration claim) {
        return jdbi.withHandle(h -> h.createQuery("""
                        update directory_subscription d set check_at = :claimed
                        from (select s.integration_id, s.resource from directory_subscription s
                              join integration i on i.id = s.integration_id
                              where s.check_at <= :now and i.state = 'ACTIVE'
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
                        where integration_id = :integration and resource = :resource""")
                .bind("integration", due.integrationId().value())
                .bind("resource", due.resource())
                .bind("problem", sentence)
                .bind("check", checkAt)
                .execute());
    }
}
