package dev.rollcall.manager.subscription;

import java.time.InstantSource;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.directory.NewSubscription;
import dev.rollcall.manager.connection.Directories;
import dev.rollcall.model.IntegrationId;

import org.jboss.logging.Logger;

/**
 * Has the directory announce changes of people and groups: one subscription each.
 *
 * @see <a href="https://learn.microsoft.com/graph/api/subscription-post-subscriptions">create subscription</a>
 */
@ApplicationScoped
public class Subscriber {

    private static final Logger LOG = Logger.getLogger(Subscriber.class);
    private static final List<String> RESOURCES = List.of("users", "groups");

    private final Directories directories;
    private final Doors doors;
    private final SubscriptionStore store;
    private final InstantSource clock;

    Subscriber(Directories directories, Doors doors, SubscriptionStore store, InstantSource clock) {
        this.directories = directories;
        this.doors = doors;
        this.store = store;
        this.clock = clock;
    }

    /**
     * Creates both. What this app registration holds already is replaced: Graph shows no client state, so an old
     * subscription can't be told to be ours, and a second one for a resource is refused.
     *
     * @throws dev.rollcall.directory.DirectoryException when the directory doesn't take one; Rejected with status 400
     *     when it could not reach the ingress
     */
    public void subscribe(IntegrationId id) {
        directories.ask(id, d -> d.subscriptions().list()).stream()
                .filter(s -> RESOURCES.contains(s.resource()))
                .forEach(s -> {
                    directories.ask(id, d -> {
                        d.subscriptions().delete(s.id());
                        return null;
                    });
                    LOG.infof("Old subscription ended: integrationId=%s, subscriptionId=%s", id, s.id());
                });
        RESOURCES.forEach(resource -> create(id, resource));
    }

    void create(IntegrationId id, String resource) {
        var door = doors.of(id);
        var wanted = new NewSubscription(
                resource,
                door.notifications(),
                door.lifecycle(),
                door.clientState(),
                SubscriptionPlan.expiry(clock.instant()));
        var created = directories.ask(id, d -> d.subscriptions().create(wanted));
        store.save(id, resource, created, SubscriptionPlan.checkAt(clock.instant(), created.expiresAt()));
        LOG.infof("Subscribed: integrationId=%s, resource=%s, expiresAt=%s", id, resource, created.expiresAt());
    }
}
