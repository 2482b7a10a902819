package dev.rollcall.manager.integration;

import java.net.URI;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.manager.config.ManagerConfig;

/** The rules for endpoints as this manager is configured. */
@ApplicationScoped
public class EndpointPolicy {

    private final EndpointRules rules;

    EndpointPolicy(ManagerConfig config) {
        this.rules = EndpointRules.real(config.allowInsecureEndpoints());
    }

    EndpointRules rules() {
        return rules;
    }

    /** Why nothing may be sent there; empty when it may. */
    public Optional<String> refusal(URI uri) {
        return rules.refusal(uri);
    }
}
