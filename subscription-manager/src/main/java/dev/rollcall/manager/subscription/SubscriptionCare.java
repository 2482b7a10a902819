package dev.rollcall.manager.subscription;

import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.directory.DirectoryException;
import dev.rollcall.manager.connection.TokenException;
import dev.rollcall.manager.integration.CatchUpCause;
import dev.rollcall.manager.integration.CatchUps;
import dev.rollcall.manager.integration.Integrations;
import dev.rollcall.manager.secret.SecretsUnreadable;
import dev.rollcall.manager.subscription.SubscriptionPlanner.Care;
import dev.rollcall.manager.subscription.SubscriptionStore.Due;
import dev.rollcall.manager.timer.Leadership;
import dev.rollcall.model.IntegrationId;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;

import io.micrometer.core.instrument.MeterRegistry;
import org.jboss.logging.Logger;

/**
 * Keeps subscriptions alive: compares them with what the directory lists, renews them, and makes those again that are gone
 * or not ours any more. Then what changed meanwhile was not announced, and the change feed is read for it.
 */
@ApplicationScoped
class SubscriptionCare {

    private static final Logger LOG = Logger.getLogger(SubscriptionCare.class);
    private static final Duration CLAIM = Duration.ofMinutes(5);

    private final SubscriptionStore store;
    private final SubscriptionMaker maker;
    private final Doors doors;
    private final Integrations integrations;
    private final CatchUps catchUps;
    private final Leadership timers;
    private final InstantSource clock;
    private final MeterRegistry metrics;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    SubscriptionCare(
            SubscriptionStore store,
            SubscriptionMaker maker,
            Doors doors,
            Integrations integrations,
            CatchUps catchUps,
            Leadership timers,
            InstantSource clock,
            MeterRegistry metrics) {
        this.store = store;
        this.maker = maker;
        this.doors = doors;
        this.integrations = integrations;
        this.catchUps = catchUps;
        this.timers = timers;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** Each on its own, so that one that hangs or fails keeps no other waiting. */
    @Scheduled(every = "{rollcall.manager.subscription-check}", concurrentExecution = ConcurrentExecution.SKIP)
    void lookAfterWhatIsDue() {
        if (timers.isOurs()) {
            store.claimDue(clock.instant(), CLAIM).forEach(due -> threads.submit(() -> lookAfter(due)));
        }
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }

    void lookAfter(Due due) {
        try {
            take(due);
        } catch (DirectoryException | TokenException | SecretsUnreadable e) {
            trouble(due, e.getMessage());
        } catch (RuntimeException e) {
            if (!Thread.currentThread().isInterrupted()) {
                LOG.errorf(e, "Subscription not looked after: %s", due);
                trouble(
                        due,
                        "Something unexpected kept it from being renewed; tried again. The manager's log says what.");
            }
        }
    }

    private void take(Due due) {
        var listed = maker.listed(due.integrationId(), due.resource());
        var wanted = doors.of(due.integrationId()).wanted();
        switch (SubscriptionPlanner.care(listed, due.held(), wanted, clock.instant())) {
            case Care.Keep ignored -> store.kept(due, clock.instant());
            case Care.Renew ignored -> renew(due);
            case Care.MakeAgain(var why) -> makeAgain(due, why);
        }
    }

    private void renew(Due due) {
        try {
            var renewed =
                    maker.renew(due.integrationId(), due.resource(), due.held().id());
            store.renewed(due, renewed.expiresAt(), clock.instant());
        } catch (DirectoryException.Rejected e) {
            if (!SubscriptionMaker.isGone(e)) {
                throw e;
            }
            makeAgain(due, "The directory had dropped the subscription.");
        }
    }

    private void makeAgain(Due due, String why) {
        var id = due.integrationId();
        var made = maker.make(id, due.resource());
        var now = clock.instant();
        if (made.subscription().id().equals(due.held().id())) {
            // The list was behind: it was there, and was renewed instead.
            store.renewed(due, made.subscription().expiresAt(), now);
            return;
        }
        var remark = why + " It was made again at " + now.truncatedTo(ChronoUnit.SECONDS)
                + ", and what changed meanwhile is looked for in the change feed.";
        try {
            store.save(
                    id,
                    due.resource(),
                    made,
                    now,
                    null,
                    remark,
                    () -> requireWanted(id),
                    () -> catchUps.want(id, CatchUpCause.RESUBSCRIBED));
        } catch (NotWanted e) {
            maker.end(id, made.subscription().id());
            return;
        }
        metrics.counter("rollcall_manager_subscriptions_made_again_total").increment();
        LOG.warnf("Subscription made again: %s. %s", due, why);
    }

    /** Held until the transaction ends: a removal that comes later ends this subscription with the others. */
    private void requireWanted(IntegrationId id) {
        if (integrations.requireLocked(id.value()).isRemoved()) {
            throw new NotWanted();
        }
    }

    private static final class NotWanted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotWanted() {
            super("The integration is being removed", null, false, false);
        }
    }

    private void trouble(Due due, String sentence) {
        LOG.warnf("Subscription not looked after: %s. %s", due, sentence);
        try {
            store.trouble(due, sentence, clock.instant().plus(SubscriptionPlanner.backOff(due.attempt())));
        } catch (RuntimeException e) {
            LOG.debugf(e, "The claim runs out instead: %s", due);
        }
    }
}
