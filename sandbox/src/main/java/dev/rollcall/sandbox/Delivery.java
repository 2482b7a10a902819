package dev.rollcall.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * One attempt to deliver notifications.
 *
 * @param time when it was sent
 * @param subscriptionId of the first item
 * @param resources what the items name, {@code Users/{id}}; empty for a lifecycle notification
 * @param kinds the items' changeType, or lifecycleEvent
 * @param attempt 1 for the first
 * @param status the receiver's status, 0 when there was no answer in time, -1 when the sandbox lost it on purpose
 * @param took until the answer or the timeout
 */
public record Delivery(
        Instant time,
        String subscriptionId,
        List<String> resources,
        List<String> kinds,
        int attempt,
        int status,
        Duration took) {

    /** Whether the receiver took it. */
    public boolean accepted() {
        return status >= 200 && status < 300;
    }
}
