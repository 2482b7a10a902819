package dev.rollcall.manager.connection;

import java.net.URI;
import java.util.Map;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import dev.rollcall.diagnosis.DirectoryTarget;
import dev.rollcall.diagnosis.TokenSource;
import dev.rollcall.diagnosis.ZenQmsTarget;
import dev.rollcall.directory.entra.EntraErrors;
import dev.rollcall.manager.integration.GivenConnections;
import dev.rollcall.manager.integration.Integration;
import dev.rollcall.manager.integration.Integrations;
import dev.rollcall.manager.secret.SecretVault;
import dev.rollcall.manager.secret.SecretVault.Field;
import dev.rollcall.model.IntegrationId;
import dev.rollcall.outbox.MessageJson;
import dev.rollcall.zenqms.ZenQmsWire;

/**
 * Connections as a connection test wants them. Tokens come the way they always do; none is kept, and nothing is changed by a
 * refusal.
 */
@ApplicationScoped
public class TestedConnections {

    private final Integrations integrations;
    private final SecretVault vault;
    private final EntraTokens tokens;
    private final MessageJson json;

    TestedConnections(Integrations integrations, SecretVault vault, EntraTokens tokens, MessageJson json) {
        this.integrations = integrations;
        this.vault = vault;
        this.tokens = tokens;
        this.json = json;
    }

    /** Both sides; each null where it is not to be tested. */
    public record Sides(DirectoryTarget directory, ZenQmsTarget zenQms) {}

    /**
     * Those on record.
     *
     * @throws dev.rollcall.manager.secret.SecretsUnreadable when they can't be decrypted
     */
    @Transactional
    public Sides of(IntegrationId id) {
        var integration = integrations.require(id.value());
        return new Sides(
                directory(new DirectoryConnection(
                        id,
                        integration.tokenUri(),
                        integration.tenantId,
                        integration.clientId,
                        vault.open(id, Field.CLIENT_SECRET, integration.clientSecret),
                        integration.graphUri(),
                        integration.credentialsVersion)),
                new ZenQmsTarget(
                        URI.create(integration.zenQmsUrl),
                        vault.open(id, Field.API_KEY, integration.zenQmsApiKey),
                        wire(integration)));
    }

    /** Those of a request, which are on record nowhere. */
    public Sides of(GivenConnections given) {
        var directory = given.directory();
        var zenQms = given.zenQms();
        return new Sides(
                directory == null
                        ? null
                        : directory(new DirectoryConnection(
                                new IntegrationId("connection-test-" + UUID.randomUUID()),
                                directory.tokenUrl(),
                                directory.tenantId(),
                                directory.clientId(),
                                directory.clientSecret(),
                                directory.graphUrl(),
                                0)),
                zenQms == null
                        ? null
                        : new ZenQmsTarget(zenQms.baseUrl(), zenQms.apiKey(), ZenQmsWire.from(zenQms.wire())));
    }

    private DirectoryTarget directory(DirectoryConnection connection) {
        return new DirectoryTarget(
                connection.tokenUrl(), connection.tenantId(), connection.graphUrl(), patience -> ask(connection));
    }

    private TokenSource.Token ask(DirectoryConnection connection) {
        return switch (tokens.ask(connection)) {
            case EntraTokens.Answer.Given(var token) -> new TokenSource.Token.Given(token.value());
            case EntraTokens.Answer.Refused(var why) -> new TokenSource.Token.Refused(why);
            case EntraTokens.Answer.Unreachable ignored -> new TokenSource.Token.Refused(EntraErrors.of(null));
        };
    }

    @SuppressWarnings("unchecked")
    private ZenQmsWire wire(Integration integration) {
        return ZenQmsWire.from((Map<String, String>) json.fromText(integration.zenQmsWire, Map.class));
    }
}
