package dev.rollcall.ingress;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

import jakarta.enterprise.context.ApplicationScoped;

/** When the broker last showed that it takes records. */
@ApplicationScoped
class BrokerHealth {

    private final InstantSource clock;
    private final Duration trustedFor;
    private volatile Instant lastWell = Instant.MIN;

    BrokerHealth(InstantSource clock, IngressConfig config) {
        this.clock = clock;
        this.trustedFor = config.brokerTrustedFor();
    }

    private volatile Instant lastFailure = Instant.MIN;

    void failed() {
        lastFailure = clock.instant();
    }

    /** Whether the last word was a good one, so that appending will hardly have to wait. */
    boolean answers() {
        return lastWell.isAfter(lastFailure) && wasWellLately();
    }

    void isWell() {
        lastWell = clock.instant();
    }

    boolean wasWellLately() {
        return lastWell.isAfter(clock.instant().minus(trustedFor));
    }
}
