package dev.rollcall.manager.connection;

import java.net.URI;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import dev.rollcall.manager.integration.EndpointPolicy;
import dev.rollcall.manager.integration.Integration;
import dev.rollcall.manager.integration.Integrations;
import dev.rollcall.manager.secret.SecretVault;
import dev.rollcall.manager.secret.SecretVault.Field;
import dev.rollcall.model.IntegrationId;

/** Opens the secrets of a connection, for the moment they are needed. */
@ApplicationScoped
class Connections {

    private final Integrations integrations;
    private final SecretVault vault;
    private final EndpointPolicy policy;

    Connections(Integrations integrations, SecretVault vault, EndpointPolicy policy) {
        this.integrations = integrations;
        this.vault = vault;
        this.policy = policy;
    }

    /** @throws TokenException.Refused when the endpoint may not be called (any more) */
    @Transactional
    DirectoryConnection directory(IntegrationId id) {
        var integration = integrations.require(id.value());
        // Names can be pointed elsewhere after they were checked.
        Optional<String> refusal =
                policy.refusal(integration.tokenUri()).or(() -> policy.refusal(integration.graphUri()));
        if (refusal.isPresent()) {
            throw new TokenException.Refused("The directory's endpoints may not be called. " + refusal.get());
        }
        return new DirectoryConnection(
                id,
                integration.tokenUri(),
                integration.tenantId,
                integration.clientId,
                vault.open(id, Field.CLIENT_SECRET, integration.clientSecret),
                integration.graphUri(),
                integration.credentialsVersion);
    }

    /** Grows with every change of credentials. */
    @Transactional
    long credentialsVersion(IntegrationId id) {
        return integrations.require(id.value()).credentialsVersion;
    }

    /**
     * Judges ZenQMS's address again, before its key is handed out with it.
     *
     * @throws TokenException.Refused when nothing may be sent there (any more)
     */
    @Transactional
    void requireZenQmsAllowed(IntegrationId id) {
        policy.refusal(URI.create(integrations.require(id.value()).zenQmsUrl)).ifPresent(refusal -> {
            throw new TokenException.Refused("ZenQMS's address may not be called. " + refusal);
        });
    }

    String apiKey(Integration integration) {
        return vault.open(integration.integrationId(), Field.API_KEY, integration.zenQmsApiKey);
    }
}
