package dev.rollcall.ingress;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when a POST can be judged and stored. There is no liveness check: a restart mends neither. */
@Readiness
@ApplicationScoped
class IngressReadiness implements HealthCheck {

    private final SettingsFollower settings;
    private final BrokerHealth broker;

    IngressReadiness(SettingsFollower settings, BrokerHealth broker) {
        this.settings = settings;
        this.broker = broker;
    }

    @Override
    public HealthCheckResponse call() {
        var settingsKnown = settings.settingsAreKnown();
        var following = settings.isFollowing();
        var brokerWell = broker.wasWellLately();
        return HealthCheckResponse.named("notification-ingress")
                .withData("settingsKnown", settingsKnown)
                .withData("settingsFollowed", following)
                .withData("brokerWritable", brokerWell)
                .status(settingsKnown && following && brokerWell)
                .build();
    }
}
