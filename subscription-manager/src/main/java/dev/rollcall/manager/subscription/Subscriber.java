package dev.rollcall.manager.subscription;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.directory.NewSubscription;
import dev.rollcall.manager.connection.Directories;
import dev.rollcall.manager.integration.Integration.WalkCause;
import dev.rollcall.manager.integration.Integrations;
import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.RunId;

import org.jboss.logging.Logger;

/**
 * Has the directory announce changes of people and groups: one subscription each.
 *
 * @see <a href="https://learn.microsoft.com/graph/api/subscription-post-subscriptions">create subscription</a>
 */
@ApplicationScoped
public class Subscriber {

    private static final Logger LOG = Logger.getLogger(Subscriber.class);
    static final List<String> RESOURCES = List.of("users", "groups");

    private final Directories directories;
    private final Doors doors;
    private final SubscriptionStore store;
    private final Integrations integrations;
    private final InstantSource clock;

    Subscriber(
            Directories directories,
            Doors doors,
            SubscriptionStore store,
            Integrations integrations,
            InstantSource clock) {
        this.directories = directories;
        this.doors = doors;
        this.store = store;
        this.integrations = integrations;
        this.clock = clock;
    }

    /** What a run has yet to subscribe to; empty when nothing is left. */
    public Optional<String> next(IntegrationId id, RunId run) {
        var made = store.madeBy(id, run, clock.instant());
        return RESOURCES.stream().filter(r -> !made.contains(r)).findFirst();
    }

    /** Whether changes of people and groups are announced, as far as we know. */
    public boolean isSubscribed(IntegrationId id) {
        return store.live(id, clock.instant()).containsAll(RESOURCES);
    }

    /**
     * Creates one for a run.
     *
     * @param stillOurs called in the transaction that saves it; throws when the run is somebody else's now
     * @throws dev.rollcall.directory.DirectoryException when the directory doesn't take it; Rejected with status 400 when
     *     it could not reach the ingress
     */
    public void subscribe(IntegrationId id, String resource, RunId run, Runnable stillOurs) {
        recreate(id, resource, run, stillOurs);
    }

    /** Creates one that the directory dropped. What happened meanwhile was not announced: everybody must be read. */
    void subscribeAnew(IntegrationId id, String resource) {
        recreate(
                id, resource, null, () -> integrations.requireLocked(id.value()).wantWalk(WalkCause.RESUBSCRIBED));
    }

    /**
     * What this app registration holds for the resource is replaced: Graph shows no client state, so an old subscription
     * can't be told to be ours, and a second one is refused. One may be there that we never got to save.
     */
    private void recreate(IntegrationId id, String resource, RunId run, Runnable alsoThen) {
        directories.ask(id, d -> d.subscriptions().list()).stream()
                .filter(s -> s.resource().equals(resource))
                .forEach(s -> {
                    directories.ask(id, d -> {
                        d.subscriptions().delete(s.id());
                        return null;
                    });
                    LOG.infof("Old subscription ended: integrationId=%s, subscriptionId=%s", id, s.id());
                });
        var door = doors.of(id);
        var wanted = new NewSubscription(
                resource,
                door.notifications(),
                door.lifecycle(),
                door.clientState(),
                SubscriptionPlan.expiry(clock.instant()));
        var created = directories.ask(id, d -> d.subscriptions().create(wanted));
        var checkAt = SubscriptionPlan.checkAt(clock.instant(), created.expiresAt());
        store.save(id, resource, created, checkAt, run, alsoThen);
        LOG.infof("Subscribed: integrationId=%s, resource=%s, expiresAt=%s", id, resource, created.expiresAt());
    }
}
