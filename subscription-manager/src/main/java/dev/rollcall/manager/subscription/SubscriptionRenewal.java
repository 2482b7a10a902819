package dev.rollcall.manager.subscription;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.directory.DirectoryException;
import dev.rollcall.manager.connection.Directories;
import dev.rollcall.manager.connection.TokenException;
import dev.rollcall.manager.secret.SecretsUnreadable;
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
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    SubscriptionRenewal(SubscriptionStore store, Subscriber subscriber, Directories directories, InstantSource clock) {
        this.store = store;
        this.subscriber = subscriber;
        this.directories = directories;
        this.clock = clock;
    }

    /** Each on its own, so that one that hangs or fails keeps no other waiting. */
    @Scheduled(every = "{rollcall.manager.subscription-check}", concurrentExecution = ConcurrentExecution.SKIP)
    void renewWhatIsDue() {
        store.claimDue(clock.instant(), CLAIM).forEach(due -> threads.submit(() -> lookAfter(due)));
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }

    private void lookAfter(Due due) {
        try {
            renew(due);
        } catch (DirectoryException | TokenException | SecretsUnreadable e) {
            trouble(due, e.getMessage());
        } catch (RuntimeException e) {
            if (!Thread.currentThread().isInterrupted()) {
                LOG.errorf(e, "Renewal failed: integrationId=%s, resource=%s", due.integrationId(), due.resource());
                trouble(
                        due,
                        "Something unexpected kept it from being renewed; tried again. The manager's log says what.");
            }
        }
    }

    private void renew(Due due) {
        var expiry = SubscriptionPlan.expiry(clock.instant());
        try {
            var renewed =
                    directories.ask(due.integrationId(), d -> d.subscriptions().renew(due.subscriptionId(), expiry));
            store.renewed(due, renewed.expiresAt(), SubscriptionPlan.checkAt(clock.instant(), renewed.expiresAt()));
        } catch (DirectoryException.Rejected e) {
            if (e.status() != 404) {
                throw e;
            }
            subscriber.subscribeAnew(due.integrationId(), due.resource());
        }
    }

    private void trouble(Due due, String sentence) {
        LOG.warnf(
                "Subscription not renewed: integrationId=%s, resource=%s. %s",
                due.integrationId(), due.resource(), sentence);
        try {
            store.trouble(due, sentence, clock.instant().plus(AFTER_TROUBLE));
        } catch (RuntimeException e) {
            LOG.debugf(e, "The claim runs out instead: integrationId=%s", due.integrationId());
        }
    }
}
