package dev.rollcall.usersync.health;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.usersync.integration.CompactedTopics;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready before everything that stood on the settings and access topics at the start has been read. */
@Readiness
@ApplicationScoped
class SettingsKnown implements HealthCheck {

    private final CompactedTopics topics;

    SettingsKnown(CompactedTopics topics) {
        this.topics = topics;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("settings-known")
                .status(topics.isCaughtUp())
                .build();
    }
}
