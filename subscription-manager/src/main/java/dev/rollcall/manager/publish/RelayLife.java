package dev.rollcall.manager.publish;

import java.time.Duration;
import java.time.InstantSource;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import dev.rollcall.outbox.OutboxRelay;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Runs the relay while the service runs, and says how it is. */
@Readiness
@ApplicationScoped
class RelayLife implements HealthCheck {

    /** Longer than the relay's longest pause between attempts. */
    private static final Duration LATELY = Duration.ofSeconds(30);

    private final OutboxRelay relay;
    private final InstantSource clock;

    RelayLife(OutboxRelay relay, InstantSource clock) {
        this.relay = relay;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        relay.start();
    }

    void stop(@Observes ShutdownEvent event) {
        relay.close();
    }

    @Override
    public HealthCheckResponse call() {
        var state = relay.state();
        var response = HealthCheckResponse.named("messages can be published");
        if (state.problem() != null) {
            response.withData("problem", state.problem());
        }
        var last = state.lastSuccess();
        var lately = last != null && last.isAfter(clock.instant().minus(LATELY));
        return response.status(state.running() && lately).build();
    }
}
