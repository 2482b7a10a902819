package dev.rollcall.directory;

import java.net.URI;
import java.time.Instant;

/**
 * A subscription to ask for.
 *
 * @param resource {@code users} or {@code groups}
 * @param clientState at most 128 characters; comes back with each notification
 * @param expiresAt at most {@link #MAX_LIFE_MINUTES} from now
 * @see <a href="https://learn.microsoft.com/graph/api/resources/subscription">subscription</a>
 */
public record NewSubscription(
        String resource, URI notificationUrl, URI lifecycleUrl, String clientState, Instant expiresAt) {

    /** The longest life of a subscription to users or groups: just under 29 days. */
    public static final int MAX_LIFE_MINUTES = 41_760;

    @Override
    public String toString() {
        return "NewSubscription[" + resource + ", expiresAt=" + expiresAt + "]";
    }
}
