package dev.rollcall.manager.subscription;

import java.time.Duration;
import java.time.InstantSource;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.directory.DirectoryException;
import dev.rollcall.manager.connection.Directories;
import dev.rollcall.manager.connection.TokenException;
import dev.rollcall.manager.subscription.SubscriptionStore.Due;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;

import org.jboss.logging.Logger;

/** Keeps subscriptions alive. One that the directory forgot is created anew. */
@ApplicationScoped
class SubscriptionRenewal {

    private static final Logger LOG = Logger.getLogger(SubscriptionRenewal.class);
    private static final Duration CLAIM = Duration.ofMinutes(5);
    private static final Duration AFTER_TROUBLE = Duration.ofMinutes(15);

    private final SubscriptionStore store;
    private final Subscriber subscriber;
    private final Directories directories;
    private final InstantSource clock;

    SubscriptionRenewal(SubscriptionStore store, Subscriber subscriber, Directories directories, InstantSource clock) {
        this.store = store;
        this.subscriber = subscriber;
        this.directories = directories;
        this.clock = clock;
    }

    @Scheduled(every = "{rollcall.manager.subscription-check}", concurrentExecution = ConcurrentExecution.SKIP)
    void renewWhatIsDue() {
        store.claimDue(clock.instant(), CLAIM).forEach(this::renew);
    }

    private void renew(Due due) {
        try {
            var expiry = SubscriptionPlan.expiry(clock.instant());
            var renewed =
                    directories.ask(due.integrationId(), d -> d.subscriptions().renew(due.subscriptionId(), expiry));
            store.save(
                    due.integrationId(),
                    due.resource(),
                    renewed,
                    SubscriptionPlan.checkAt(clock.instant(), renewed.expiresAt()));
        } catch (DirectoryException.Rejected e) {
            recreate(due, e);
        } catch (DirectoryException | TokenException e) {
            trouble(due, e.getMessage());
        }
    }

    private void recreate(Due due, DirectoryException.Rejected refusal) {
        if (refusal.status() != 404) {
            trouble(due, refusal.getMessage());
            return;
        }
        try {
            subscriber.create(due.integrationId(), due.resource());
        } catch (DirectoryException | TokenException e) {
            trouble(due, e.getMessage());
        }
    }

    private void trouble(Due due, String sentence) {
        LOG.warnf(
                "Subscription not renewed: integrationId=%s, resource=%s. %s",
                due.integrationId(), due.resource(), sentence);
        store.trouble(due, sentence, clock.instant().plus(AFTER_TROUBLE));
    }
}
