package dev.rollcall.manager.subscription;

import java.net.URI;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import dev.rollcall.manager.config.ManagerConfig;
import dev.rollcall.manager.integration.Integrations;
import dev.rollcall.manager.secret.RandomSecret;
import dev.rollcall.manager.secret.SecretVault;
import dev.rollcall.manager.secret.SecretVault.Field;
import dev.rollcall.manager.subscription.SubscriptionPlanner.Wanted;
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
    record Door(URI notifications, URI lifecycle, String clientState, String clientStateHash) {

        Wanted wanted() {
            return new Wanted(notifications, lifecycle, clientStateHash);
        }

        @Override
        public String toString() {
            return "Door[***]";
        }
    }

    @Transactional
    Door of(IntegrationId id) {
        var integration = integrations.require(id.value());
        var door = address(vault.open(id, Field.INTEGRATION_KEY, integration.integrationKey));
        return new Door(
                URI.create(door + "/notifications"),
                URI.create(door + "/lifecycle"),
                vault.open(id, Field.CLIENT_STATE, integration.clientState),
                integration.clientStateHash);
    }

    /** One that belongs to nobody: the handshake is answered there, and nothing else. */
    Door nobodys() {
        var door = address(RandomSecret.next().value());
        var clientState = RandomSecret.next();
        return new Door(
                URI.create(door + "/notifications"),
                URI.create(door + "/lifecycle"),
                clientState.value(),
                clientState.hash());
    }

    private String address(String key) {
        var base = config.publicUrl()
                .orElseThrow(() -> new IllegalStateException("rollcall.manager.public-url is not set"))
                .toString()
                .replaceAll("/+$", "");
        return base + "/graph/" + key;
    }
}
