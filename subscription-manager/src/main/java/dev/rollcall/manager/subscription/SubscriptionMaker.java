package dev.rollcall.manager.subscription;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.directory.DirectoryException;
import dev.rollcall.directory.NewSubscription;
import dev.rollcall.directory.Subscription;
import dev.rollcall.manager.connection.Directories;
import dev.rollcall.manager.subscription.SubscriptionPlanner.Held;
import dev.rollcall.manager.subscription.SubscriptionPlanner.Making;
import dev.rollcall.model.IntegrationId;

import org.jboss.logging.Logger;

/**
 * Makes a subscription at the directory. One that is in the way is ended first: a second one for a resource is refused.
 *
 * @see <a href="https://learn.microsoft.com/graph/api/subscription-post-subscriptions">create subscription</a>
 */
@ApplicationScoped
class SubscriptionMaker {

    private static final Logger LOG = Logger.getLogger(SubscriptionMaker.class);

    /** The application permission that each resource takes. */
    private static final Map<String, String> PERMISSIONS = Map.of("users", "User.Read.All", "groups", "Group.Read.All");

    private final Directories directories;
    private final Doors doors;
    private final SubscriptionStore store;
    private final InstantSource clock;

    SubscriptionMaker(Directories directories, Doors doors, SubscriptionStore store, InstantSource clock) {
        this.directories = directories;
        this.doors = doors;
        this.store = store;
        this.clock = clock;
    }

    /** @param clientStateHash of the client state it was made with */
    record Made(Subscription subscription, String clientStateHash) {}

    /** What the directory lists of this app for the resource. */
    List<Subscription> listed(IntegrationId id, String resource) {
        return directories.ask(id, d -> d.subscriptions().list()).stream()
                .filter(s -> s.resource().equalsIgnoreCase(resource))
                .toList();
    }

    /**
     * Makes one, or takes the one that is there if it is ours.
     *
     * @throws DirectoryException Rejected with status 400 when the directory could not reach the ingress, with 409 when
     *     something is in the way that can't be ended; Unavailable also where a quota is used up
     */
    Made make(IntegrationId id, String resource) {
        var door = doors.of(id);
        var held = store.held(id, resource).orElse(null);
        var listed = listed(id, resource);
        return switch (SubscriptionPlanner.making(listed, held, door.wanted(), clock.instant())) {
            case Making.Adopt(var own) -> adopt(id, resource, own, door);
            case Making.Anew(var inTheWay) -> {
                inTheWay.forEach(old -> end(id, old));
                yield anew(id, resource, held, door);
            }
        };
    }

    private Made adopt(IntegrationId id, String resource, String own, Doors.Door door) {
        try {
            var renewed = renew(id, resource, own);
            LOG.infof("Subscription adopted: integrationId=%s, resource=%s", id, resource);
            return new Made(renewed, door.clientStateHash());
        } catch (DirectoryException.Rejected e) {
            if (!isGone(e)) {
                throw e;
            }
            return anew(id, resource, null, door);
        }
    }

    private Made anew(IntegrationId id, String resource, Held held, Doors.Door door) {
        try {
            return create(id, resource, door);
        } catch (DirectoryException.Rejected e) {
            if (e.status() != 409) {
                throw e;
            }
            return inTheWay(id, resource, e, held, door);
        }
    }

    /** The list was behind, or somebody was faster. */
    private Made inTheWay(
            IntegrationId id, String resource, DirectoryException.Rejected conflict, Held held, Doors.Door door) {
        var existing = conflict.existing().orElse("");
        if (held != null && held.id().equals(existing) && held.clientStateHash().equals(door.clientStateHash())) {
            return adopt(id, resource, existing, door);
        }
        if (listed(id, resource).stream().noneMatch(s -> s.id().equals(existing))) {
            throw new DirectoryException.Rejected(
                    409,
                    conflict.code(),
                    "The directory says that a subscription to " + resource + " exists already"
                            + (existing.isEmpty() ? "" : " (" + existing + ")")
                            + ", but doesn't list it as this app's: wait until it runs out, or delete it at Graph.");
        }
        end(id, existing);
        return create(id, resource, door);
    }

    private Made create(IntegrationId id, String resource, Doors.Door door) {
        var wanted = new NewSubscription(
                resource,
                door.notifications(),
                door.lifecycle(),
                door.clientState(),
                SubscriptionPlanner.expiry(clock.instant()));
        try {
            var created = directories.ask(id, d -> d.subscriptions().create(wanted));
            LOG.infof("Subscribed: integrationId=%s, resource=%s, expiresAt=%s", id, resource, created.expiresAt());
            return new Made(created, door.clientStateHash());
        } catch (DirectoryException.AccessDenied e) {
            throw refused(id, resource, e);
        }
    }

    /**
     * Moves its end as far as is allowed.
     *
     * @throws DirectoryException as {@link #make}; see also {@link #isGone}
     */
    Subscription renew(IntegrationId id, String resource, String subscriptionId) {
        try {
            return directories.ask(
                    id, d -> d.subscriptions().renew(subscriptionId, SubscriptionPlanner.expiry(clock.instant())));
        } catch (DirectoryException.AccessDenied e) {
            throw refused(id, resource, e);
        }
    }

    /** Whether a renewal found nothing to renew. */
    static boolean isGone(DirectoryException.Rejected e) {
        return e.status() == 404 || e.status() == 410;
    }

    /** Ends one; nothing happens where it is gone. */
    void end(IntegrationId id, String subscriptionId) {
        directories.ask(id, d -> {
            d.subscriptions().delete(subscriptionId);
            return null;
        });
        LOG.infof("Old subscription ended: integrationId=%s, subscriptionId=%s", id, subscriptionId);
    }

    /**
     * A 403 is a missing permission or a used-up quota, and the answer does not say which; the token does. Graph has been
     * seen to forbid what it allowed a while later, so only a token that lacks the permission is final.
     */
    private DirectoryException refused(IntegrationId id, String resource, DirectoryException.AccessDenied e) {
        var needed = PERMISSIONS.get(resource);
        if (e.status() != 403
                || directories.permissions(id).orElse(Set.of(needed)).stream().noneMatch(needed::equals)) {
            return e;
        }
        return new DirectoryException.Unavailable(
                "The directory refuses the subscription to " + resource
                        + " (403) although the app may read it. Most often a"
                        + " quota is used up, 100 subscriptions an app and tenant or 1,000 a tenant: delete some that nobody"
                        + " needs. It is tried again.",
                null,
                e);
    }
}
