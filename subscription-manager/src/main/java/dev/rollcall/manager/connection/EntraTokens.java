package dev.rollcall.manager.connection;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.directory.entra.EntraErrors;
import dev.rollcall.directory.entra.TokenRefusal;
import dev.rollcall.directory.entra.TokenTenant;

import io.quarkus.oidc.client.OidcClient;
import io.quarkus.oidc.client.OidcClientException;
import io.quarkus.oidc.client.OidcClients;
import io.quarkus.oidc.client.Tokens;
import io.quarkus.oidc.client.runtime.OidcClientConfig;
import io.quarkus.oidc.common.runtime.config.OidcClientCommonConfig.Credentials.Secret.Method;

import org.jboss.logging.Logger;

/**
 * Asks Entra ID for tokens by client credentials: the permissions of the setup guide are application permissions, which
 * tokens of a signed-in person don't carry.
 *
 * @see <a href="https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow">client credentials</a>
 */
@ApplicationScoped
class EntraTokens {

    private static final Logger LOG = Logger.getLogger(EntraTokens.class);
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    /** Where the answer does not say: short enough to be surely valid. */
    private static final Duration UNSTATED_LIFE = Duration.ofMinutes(5);

    private final OidcClients clients;
    private final InstantSource clock;

    EntraTokens(OidcClients clients, InstantSource clock) {
        this.clients = clients;
        this.clock = clock;
    }

    /** @throws TokenException with one sentence */
    DirectoryToken fresh(DirectoryConnection connection) {
        // A client for each token: a token lives an hour, and no client survives a change of its credentials.
        return switch (ask(connection)) {
            case Answer.Given(var token) -> {
                requireTenant(connection, token);
                yield token;
            }
            case Answer.Refused(var why) -> throw refused(why);
            case Answer.Unreachable(var cause) -> throw unreachable(connection, cause);
        };
    }

    /** What the token endpoint said. */
    sealed interface Answer {

        record Given(DirectoryToken token) implements Answer {}

        record Refused(TokenRefusal why) implements Answer {}

        record Unreachable(Exception cause) implements Answer {}
    }

    /** The same without an exception and without comparing the tenant: for a test of credentials. */
    Answer ask(DirectoryConnection connection) {
        try (var client = client(connection)) {
            var tokens = client.getTokens().await().atMost(PATIENCE);
            if (tokens.getAccessToken() == null) {
                return new Answer.Refused(new TokenRefusal(
                        TokenRefusal.Kind.NOT_ENTRA,
                        "",
                        "The token endpoint answered without a token",
                        "check the Token URL and any proxy"));
            }
            return new Answer.Given(token(tokens));
        } catch (OidcClientException e) {
            // Its message is the body of the answer. Status and Retry-After it keeps to itself, so waits are our own.
            return new Answer.Refused(EntraErrors.of(e.getMessage()));
        } catch (IOException | RuntimeException e) {
            return new Answer.Unreachable(e);
        }
    }

    private static TokenException refused(TokenRefusal refusal) {
        return refusal.passes()
                ? new TokenException.Unavailable(refusal.sentence(), null)
                : new TokenException.Refused(refusal.sentence());
    }

    private static TokenException unreachable(DirectoryConnection connection, Exception cause) {
        return new TokenException.Unavailable(
                "The token endpoint " + connection.tokenUrl().getHost() + " can't be reached.", cause);
    }

    private OidcClient client(DirectoryConnection connection) {
        var config = OidcClientConfig.builder()
                .id("integration-" + connection.integrationId())
                // The Token URL is what the administrator gave; nothing is discovered from elsewhere.
                .discoveryEnabled(false)
                .tokenPath(connection.tokenUrl().toString())
                .clientId(connection.clientId())
                .credentials()
                .clientSecret(connection.clientSecret(), Method.POST)
                .end()
                .scopes(connection.scope())
                .connectionTimeout(Duration.ofSeconds(10))
                // A redirect would carry the secret to another host.
                .followRedirects(false)
                .build();
        return clients.newClient(config).await().atMost(PATIENCE);
    }

    private DirectoryToken token(Tokens tokens) {
        var expiry = tokens.getAccessTokenExpiresAt();
        return new DirectoryToken(
                tokens.getAccessToken(),
                expiry == null ? clock.instant().plus(UNSTATED_LIFE) : Instant.ofEpochSecond(expiry));
    }

    private static void requireTenant(DirectoryConnection connection, DirectoryToken token) {
        var tenant = TokenTenant.of(token.value());
        if (tenant.isEmpty()) {
            LOG.infof(
                    "The token is opaque, so its tenant is not compared: integrationId=%s", connection.integrationId());
        } else if (!tenant.get().equalsIgnoreCase(connection.tenantId())) {
            throw new TokenException.Refused("The token is for tenant " + tenant.get() + ", but tenant "
                    + connection.tenantId() + " is configured: check the tenant ID in both URLs.");
        }
    }
}
