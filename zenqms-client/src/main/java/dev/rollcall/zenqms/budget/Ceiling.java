package dev.rollcall.zenqms.budget;

/**
 * The most that an administrator lets us ask of ZenQMS.
 *
 * @param requestsPerSecond by all replicas together; at least 1
 * @param atATime by all replicas together; at least 1
 */
public record Ceiling(int requestsPerSecond, int atATime) {

    public Ceiling {
        if (requestsPerSecond < 1 || atATime < 1) {
            throw new IllegalArgumentException("A ceiling is at least 1 request a second and 1 at a time");
        }
    }
}
