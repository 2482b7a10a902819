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

    void isWell() {
        lastWell = clock.instant();
    }

    boolean wasWellLately() {
        return lastWell.isAfter(clock.instant().minus(trustedFor));
    }
}
