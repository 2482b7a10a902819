package dev.rollcall.manager.connection;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.manager.integration.Integration.AuthorizationLost;
import dev.rollcall.manager.integration.Integrations;
import dev.rollcall.manager.integration.SettingsPublisher;
import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.IntegrationState;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;

import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;

/** Renews access when it is due: at half a token's life, after a change of credentials, and when a worker was refused. */
@ApplicationScoped
class AccessRenewal {

    private static final Logger LOG = Logger.getLogger(AccessRenewal.class);
    /** Longer than asking for a token takes: until then no other replica asks too. */
    private static final Duration CLAIM = Duration.ofMinutes(1);

    private static final Duration AFTER_REFUSAL = Duration.ofMinutes(5);
    private static final Duration AFTER_OUTAGE = Duration.ofSeconds(10);

    private final Jdbi jdbi;
    private final Access access;
    private final Integrations integrations;
    private final SettingsPublisher settings;
    private final InstantSource clock;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    AccessRenewal(
            Jdbi jdbi, Access access, Integrations integrations, SettingsPublisher settings, InstantSource clock) {
        this.jdbi = jdbi;
        this.access = access;
        this.integrations = integrations;
        this.settings = settings;
        this.clock = clock;
    }

    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    void renewWhatIsDue() {
        claimDue().forEach(id -> threads.submit(() -> renew(id)));
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }

    /** A paused integration needs no access: resuming asks for it. */
    private List<IntegrationId> claimDue() {
        var now = clock.instant();
        return QuarkusTransaction.requiringNew()
                .call(() -> jdbi.withHandle(h -> h.createQuery("""
                                update integration set access_due_at = :claimed where id in (
                                    select id from integration
                                    where access_due_at <= :now and state in ('ACTIVE', 'NEEDS_AUTHORIZATION', 'REMOVING')
                                    order by access_due_at limit 50 for update skip locked)
                                returning id""")
                        .bind("claimed", now.plus(CLAIM))
                        .bind("now", now)
                        .mapTo(String.class)
                        .map(IntegrationId::new)
                        .list()));
    }

    void renew(IntegrationId id) {
        try {
            renewKnowing(id, access.credentialsVersion(id));
        } catch (RuntimeException | Error e) {
            // The claim runs out, and somebody tries again. Nobody else would hear of an error on this thread.
            LOG.errorf(e, "Access was not renewed: integrationId=%s", id);
        }
    }

    /** @param credentialsVersion read before the credentials are, so that a refusal of older ones is known as such */
    private void renewKnowing(IntegrationId id, long credentialsVersion) {
        try {
            access.renew(id);
        } catch (TokenException e) {
            if (!access.renewForRemoval(id)) {
                notRenewed(id, credentialsVersion, e);
            }
        }
    }

    private void notRenewed(IntegrationId id, long credentialsVersion, TokenException failure) {
        switch (failure) {
            case TokenException.Refused e -> {
                LOG.warnf("Access is refused: integrationId=%s. %s", id, e.getMessage());
                refused(id, credentialsVersion, e.getMessage());
            }
            case TokenException.Unavailable e -> {
                LOG.infof("Access can't be renewed now: integrationId=%s. %s", id, e.getMessage());
                dueAgain(id, clock.instant().plus(AFTER_OUTAGE));
            }
        }
    }

    private void refused(IntegrationId id, long credentialsVersion, String sentence) {
        QuarkusTransaction.requiringNew().run(() -> {
            var integration = integrations.requireLocked(id.value());
            if (integration.credentialsVersion != credentialsVersion) {
                // The change asked for access itself.
                return;
            }
            var before = integration.state;
            integration.loseAuthorization(AuthorizationLost.RENEWAL_REFUSED, sentence);
            integration.accessDueAt = clock.instant().plus(AFTER_REFUSAL);
            if (before != integration.state && integration.state == IntegrationState.NEEDS_AUTHORIZATION) {
                settings.publish(integration);
            }
        });
    }

    /** Never later than somebody asked for meanwhile. */
    private void dueAgain(IntegrationId id, Instant at) {
        QuarkusTransaction.requiringNew().run(() -> {
            var integration = integrations.requireLocked(id.value());
            if (integration.accessDueAt == null || integration.accessDueAt.isAfter(at)) {
                integration.accessDueAt = at;
            }
        });
    }
}
