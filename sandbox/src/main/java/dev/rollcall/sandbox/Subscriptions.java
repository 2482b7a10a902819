package dev.rollcall.sandbox;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The change notification subscriptions of one tenant. An expired one is as good as gone. */
final class Subscriptions {
    /** One subscription; {@code clientState} and {@code lifecycleUrl} may be null. */
    record Subscription(
            String id,
            String applicationId,
            String resource,
            String changeType,
            String notificationUrl,
            String lifecycleUrl,
            String clientState,
            Instant expires,
            String latestTls) {

        Subscription until(Instant newExpiry) {
            return new Subscription(
                    id,
                    applicationId,
                    resource,
                    changeType,
                    notificationUrl,
                    lifecycleUrl,
                    clientState,
                    newExpiry,
                    latestTls);
        }

        /** Users, /users and users/ are one resource; the order of change types does not matter. */
        boolean sameAs(Subscription other) {
            return applicationId.equals(other.applicationId)
                    && plain(resource).equalsIgnoreCase(plain(other.resource))
                    && kinds().equals(other.kinds());
        }

        Set<String> kinds() {
            return new TreeSet<>(List.of(changeType.toLowerCase().split("\\s*,\\s*")));
        }

        boolean covers(String collection, String objectId) {
            String mine = plain(resource);
            return mine.equalsIgnoreCase(collection) || mine.equalsIgnoreCase(collection + "/" + objectId);
        }

        static String plain(String resource) {
            return resource.replaceAll("^/+|/+$", "");
        }

        /** Without URLs and client state, which are secrets. */
        @Override
        public String toString() {
            return "Subscription[" + id + ", " + resource + "]";
        }
    }

    private final Map<String, Subscription> all = new LinkedHashMap<>();
    private final InstantSource clock;
    private int hidden;

    Subscriptions(InstantSource clock) {
        this.clock = clock;
    }

    /** The next lists are empty, as of a replica that lags. */
    synchronized void hide(int lists) {
        hidden = lists;
    }

    /** What a list shows. */
    synchronized List<Subscription> listed() {
        if (hidden > 0) {
            hidden--;
            return List.of();
        }
        return live();
    }

    synchronized List<Subscription> live() {
        all.values().removeIf(one -> !one.expires.isAfter(clock.instant()));
        return List.copyOf(all.values());
    }

    synchronized Optional<Subscription> find(String id) {
        return live().stream().filter(one -> one.id.equalsIgnoreCase(id)).findFirst();
    }

    /** The one that stands in the way of a new one. */
    synchronized Optional<Subscription> like(Subscription other) {
        return live().stream().filter(one -> one.sameAs(other)).findFirst();
    }

    synchronized void put(Subscription subscription) {
        all.put(subscription.id, subscription);
    }

    synchronized void remove(String id) {
        all.remove(id);
    }

    synchronized void clear() {
        all.clear();
    }
}
