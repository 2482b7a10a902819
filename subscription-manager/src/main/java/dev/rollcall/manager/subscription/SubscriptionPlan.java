package dev.rollcall.manager.subscription;

import java.time.Duration;
import java.time.Instant;

import dev.rollcall.directory.NewSubscription;

/** When subscriptions end and are looked after; pure. */
final class SubscriptionPlan {

    /** A life longer than allowed will be refused; clocks differ, and the call takes time. */
    private static final Duration MARGIN = Duration.ofMinutes(60);

    private static final Duration DAY = Duration.ofDays(1);

    private SubscriptionPlan() {}

    static Instant expiry(Instant now) {
        return now.plus(Duration.ofMinutes(NewSubscription.MAX_LIFE_MINUTES)).minus(MARGIN);
    }

    /**
     * At least daily, as a renewal also renews the permission to deliver, and never later than half of what remains.
     *
     * @see <a href="https://learn.microsoft.com/graph/change-notifications-lifecycle-events">lifecycle events</a>
     */
    static Instant checkAt(Instant now, Instant expiresAt) {
        var half = Duration.between(now, expiresAt).dividedBy(2);
        return now.plus(half.compareTo(DAY) < 0 ? half : DAY);
    }
}
