package dev.rollcall.outbox;

import java.time.Instant;

/**
 * How a relay fares.
 *
 * @param running between start and close
 * @param lastSuccess when a round last went through, be it that there was nothing to send or that another replica's relay
 *     was at work; null before the first
 * @param problem one sentence on why the last round failed; null when it did not
 */
public record RelayState(boolean running, Instant lastSuccess, String problem) {}
