package dev.rollcall.manager.integration;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.stream.Stream;

/** Decides whether an integration hears nothing from its directory any more; pure. */
final class SilencePlanner {

    private SilencePlanner() {}

    /**
     * A quiet directory is no silence: sweeps succeed then.
     *
     * @param heardAt when the last notification came; null when none came within the silence that is allowed
     * @param sweptAt when the last sweep ended; null for never
     * @param walkedAt up to when everything was read; null when that is not known
     */
    static Optional<String> sentence(
            boolean active, Instant heardAt, Instant sweptAt, Instant walkedAt, Duration allowed, Instant now) {
        var last = Stream.of(heardAt, sweptAt, walkedAt)
                .filter(at -> at != null)
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
        if (!active || !last.isBefore(now.minus(allowed))) {
            return Optional.empty();
        }
        var since =
                last.equals(Instant.EPOCH) ? "since it was activated" : "since " + last.truncatedTo(ChronoUnit.SECONDS);
        return Optional.of(
                "Nothing was heard from the directory " + since
                        + ": no notification came, and no sweep succeeded. See the problems of the sweep and of the subscriptions.");
    }
}
