package dev.rollcall.sandbox;

import java.time.Duration;
import java.time.Instant;

/**
 * A call that came before a {@code Retry-After} had passed.
 *
 * @param operation what was asked, with ids taken out
 * @param path the path without its query
 * @param early how much too early
 * @param sameRequest whether it is the very request that was refused; otherwise another one, sent although the refusal had
 *     arrived by then
 */
public record EarlyRetry(String operation, String path, Instant time, Duration early, boolean sameRequest) {}
