package dev.rollcall.sandbox;

import java.time.Duration;
import java.time.InstantSource;

/**
 * How a sandbox runs.
 *
 * @param host the address to bind to; the sandbox has no login, so anything but loopback is for containers only
 * @param port the port, 0 for a free one
 * @param seed decides everything random: lost notifications, shuffling
 * @param notificationRetryBase the wait before the second delivery of a notification; it doubles from there for up to four hours
 * @param notificationTimeout how long a first delivery may take (Graph: 3 s)
 * @param notificationRetryTimeout how long a retried delivery may take (Graph: 10 s)
 * @param handshakeTimeout how long the validation of a notification URL may take (Graph: 10 s)
 * @param clock tells when tokens and subscriptions expire
 */
public record SandboxOptions(
        String host,
        int port,
        long seed,
        Duration notificationRetryBase,
        Duration notificationTimeout,
        Duration notificationRetryTimeout,
        Duration handshakeTimeout,
        InstantSource clock) {

    /** Loopback, a free port, Graph's own timeouts, a quick first retry. */
    public static SandboxOptions defaults() {
        return new SandboxOptions(
                "127.0.0.1",
                0,
                1,
                Duration.ofSeconds(2),
                Duration.ofSeconds(3),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                InstantSource.system());
    }

    public SandboxOptions withHost(String newHost) {
        return copy(newHost, port, seed, notificationRetryBase, notificationTimeout, clock);
    }

    public SandboxOptions withPort(int newPort) {
        return copy(host, newPort, seed, notificationRetryBase, notificationTimeout, clock);
    }

    public SandboxOptions withSeed(long newSeed) {
        return copy(host, port, newSeed, notificationRetryBase, notificationTimeout, clock);
    }

    public SandboxOptions withNotificationRetryBase(Duration base) {
        return copy(host, port, seed, base, notificationTimeout, clock);
    }

    /** Shortens the first delivery's patience, so that a test of a slow endpoint need not take three seconds. */
    public SandboxOptions withNotificationTimeout(Duration timeout) {
        return copy(host, port, seed, notificationRetryBase, timeout, clock);
    }

    public SandboxOptions withClock(InstantSource newClock) {
        return copy(host, port, seed, notificationRetryBase, notificationTimeout, newClock);
    }

    private SandboxOptions copy(String h, int p, long s, Duration base, Duration timeout, InstantSource c) {
        return new SandboxOptions(h, p, s, base, timeout, notificationRetryTimeout, handshakeTimeout, c);
    }
}
