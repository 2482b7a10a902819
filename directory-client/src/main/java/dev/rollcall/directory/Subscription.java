package dev.rollcall.directory;

import java.net.URI;
import java.time.Instant;

/**
 * A subscription as the directory shows it. It never shows the client state: keep your own.
 *
 * @param notificationUrl null when the directory did not say
 * @param lifecycleUrl where it tells about the subscription itself; null when the directory did not say
 */
public record Subscription(String id, String resource, Instant expiresAt, URI notificationUrl, URI lifecycleUrl) {
    /** The URL holds the integration key, so it stays out of logs. */
    @Override
    public String toString() {
        return "Subscription[" + id + ", " + resource + ", expiresAt=" + expiresAt + "]";
    }
}
