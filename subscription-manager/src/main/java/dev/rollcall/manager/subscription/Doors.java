package dev.rollcall.manager.subscription;

import java.net.URI;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import dev.rollcall.manager.config.ManagerConfig;
import dev.rollcall.manager.integration.Integrations;
import dev.rollcall.manager.secret.SecretVault;
import dev.rollcall.manager.secret.SecretVault.Field;
import dev.rollcall.model.IntegrationId;

/** Where the directory is to announce changes, and what it is to say there. */
@ApplicationScoped
class Doors {

    private final Integrations integrations;
    private final SecretVault vault;
    private final ManagerConfig config;

    Doors(Integrations integrations, SecretVault vault, ManagerConfig config) {
        this.integrations = integrations;
        this.vault = vault;
        this.config = config;
    }

    /** One integration's door at the ingress, with the secrets that open it. */
    record Door(URI notifications, URI lifecycle, String clientState) {
        @Override
        public String toString() {
            return "Door[***]";
        }
    }

    @Transactional
    Door of(IntegrationId id) {
        var integration = integrations.require(id.value());
        var base = config.publicUrl()
                .orElseThrow(() -> new IllegalStateException("rollcall.manager.public-url is not set"))
                .toString()
                .replaceAll("/+$", "");
        var door = base + "/graph/" + vault.open(id, Field.INTEGRATION_KEY, integration.integrationKey);
        return new Door(
                URI.create(door + "/notifications"),
                URI.create(door + "/lifecycle"),
                vault.open(id, Field.CLIENT_STATE, integration.clientState));
    }
}
