package dev.rollcall.manager.subscription;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.rollcall.directory.NewSubscription;
import dev.rollcall.directory.Subscription;

/**
 * Decides what becomes of subscriptions, and when; pure.
 *
 * @see <a href="https://learn.microsoft.com/graph/change-notifications-lifecycle-events">lifecycle events</a>
 */
final class SubscriptionPlanner {

    /** A life longer than allowed will be refused; clocks differ, and the call takes time. */
    private static final Duration MARGIN = Duration.ofMinutes(60);

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration FIRST_WAIT = Duration.ofMinutes(1);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);

    private SubscriptionPlanner() {}

    /**
     * A subscription on record.
     *
     * @param clientStateHash of the client state it was made with
     * @param reauthorize whether the directory asked for a renewal
     */
    record Held(String id, String clientStateHash, Instant expiresAt, Instant renewAt, boolean reauthorize) {}

    /** What makes a subscription ours. */
    record Wanted(URI notifications, URI lifecycle, String clientStateHash) {
        @Override
        public String toString() {
            return "Wanted[***]";
        }
    }

    /** How a missing subscription is made. */
    sealed interface Making {

        /** It is there already, and ours: a renewal is enough. */
        record Adopt(String id) implements Making {}

        /** @param inTheWay ids to end first */
        record Anew(List<String> inTheWay) implements Making {}
    }

    /** What a look at a subscription on record leads to. */
    sealed interface Care {

        /** Nothing to do. */
        record Keep() implements Care {}

        record Renew() implements Care {}

        /** @param why one sentence for the administrator */
        record MakeAgain(String why) implements Care {}
    }

    /**
     * The directory shows no client state. So one is ours only if we have on record that we made it, with the client state
     * that is current; one that was made while we died is not.
     *
     * @param listed what the directory lists for the resource
     * @param held null when none is on record
     */
    static Making making(List<Subscription> listed, Held held, Wanted wanted, Instant now) {
        return listed.stream()
                .filter(s -> held != null && s.id().equals(held.id()))
                .filter(s -> held.clientStateHash().equals(wanted.clientStateHash()))
                .filter(s -> isOurs(s, wanted) && s.expiresAt().isAfter(now))
                .findFirst()
                .<Making>map(s -> new Making.Adopt(s.id()))
                .orElseGet(() ->
                        new Making.Anew(listed.stream().map(Subscription::id).toList()));
    }

    /** @param listed what the directory lists for the resource */
    static Care care(List<Subscription> listed, Held held, Wanted wanted, Instant now) {
        var found = listed.stream().filter(s -> s.id().equals(held.id())).findFirst();
        if (found.isEmpty()) {
            return new Care.MakeAgain(
                    held.expiresAt().isAfter(now)
                            ? "The directory had dropped the subscription."
                            : "The subscription had run out, as it was not renewed in time.");
        }
        if (!isOurs(found.get(), wanted)) {
            return new Care.MakeAgain("The subscription led to another notification address.");
        }
        if (!held.clientStateHash().equals(wanted.clientStateHash())) {
            return new Care.MakeAgain("The client state was replaced.");
        }
        var soonest = renewAt(now, found.get().expiresAt());
        var due = held.reauthorize()
                || !held.renewAt().isAfter(now)
                || held.renewAt().isAfter(soonest);
        return due ? new Care.Renew() : new Care.Keep();
    }

    private static boolean isOurs(Subscription s, Wanted wanted) {
        return wanted.notifications().equals(s.notificationUrl())
                && wanted.lifecycle().equals(s.lifecycleUrl());
    }

    /** Never beyond what the directory allows. */
    static Instant expiry(Instant now) {
        return now.plus(Duration.ofMinutes(NewSubscription.MAX_LIFE_MINUTES)).minus(MARGIN);
    }

    /** At least daily, as a renewal also renews the permission to deliver, and never later than half of what remains. */
    static Instant renewAt(Instant now, Instant expiresAt) {
        return now.plus(shorter(DAY, Duration.between(now, expiresAt).dividedBy(2)));
    }

    /** When it is compared with the directory's list next: hourly, and whenever it is to be renewed. */
    static Instant checkAt(Instant now, Instant renewAt) {
        var hour = now.plus(HOUR);
        return renewAt.isBefore(hour) ? renewAt : hour;
    }

    /** @param attempt how many times in a row it went wrong before */
    static Duration backOff(int attempt) {
        return shorter(LONGEST_WAIT, FIRST_WAIT.multipliedBy(1L << Math.min(attempt, 10)));
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
