package dev.rollcall.manager.connection;

import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.directory.DirectoryException;
import dev.rollcall.directory.entra.EntraDirectory;
import dev.rollcall.directory.entra.TokenClaims;
import dev.rollcall.model.IntegrationId;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.java11.instrument.binder.jdk.MicrometerHttpClient;

/** The directories of all integrations, each asked with a token of its own. Tokens stay in memory. */
@ApplicationScoped
public class Directories {

    /** A token is not used in its last moments: the call it is sent with takes time. */
    private static final Duration RESERVE = Duration.ofMinutes(2);

    /** Kinds of calls are counted, not people or subscriptions. */
    private static final Pattern ID = Pattern.compile("(?<=/(?:users|groups|subscriptions)/)(?!delta$)[^/]+");

    private final Connections connections;
    private final EntraTokens tokens;
    private final InstantSource clock;
    private final Map<IntegrationId, Cached> cache = new ConcurrentHashMap<>();
    private final HttpClient http;

    Directories(Connections connections, EntraTokens tokens, InstantSource clock, MeterRegistry registry) {
        this.connections = connections;
        this.tokens = tokens;
        this.clock = clock;
        var plain = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
        this.http = MicrometerHttpClient.instrumentationBuilder(plain, registry)
                .uriMapper(request -> ID.matcher(request.uri().getPath()).replaceAll("{id}"))
                .build();
    }

    private record Cached(DirectoryToken token, long credentialsVersion) {}

    /**
     * Asks the directory. A token that is not accepted is replaced once.
     *
     * @throws TokenException when there is no token
     * @throws DirectoryException what the call threw
     */
    public <T> T ask(IntegrationId id, Function<EntraDirectory, T> call) {
        var connection = connections.directory(id);
        try {
            return call.apply(directory(connection, token(connection)));
        } catch (DirectoryException.AccessDenied e) {
            if (e.status() != 401) {
                throw e;
            }
            return call.apply(directory(connection, fresh(connection)));
        }
    }

    /** The application permissions in the token; empty when it doesn't say. */
    public Optional<Set<String>> permissions(IntegrationId id) {
        return TokenClaims.of(token(connections.directory(id)).value()).map(TokenClaims::roles);
    }

    /**
     * A new token, whatever is at hand.
     *
     * @throws TokenException.Unavailable also where these credentials are refused, but were changed meanwhile
     */
    DirectoryToken fresh(DirectoryConnection connection) {
        var token = requireToken(connection);
        cache.put(connection.integrationId(), new Cached(token, connection.credentialsVersion()));
        return token;
    }

    private DirectoryToken requireToken(DirectoryConnection connection) {
        try {
            return tokens.fresh(connection);
        } catch (TokenException.Refused e) {
            if (connections.credentialsVersion(connection.integrationId()) != connection.credentialsVersion()) {
                throw new TokenException.Unavailable("The credentials were changed meanwhile.", null);
            }
            throw e;
        }
    }

    /** The token at hand, or a new one. */
    DirectoryToken token(DirectoryConnection connection) {
        var cached = cache.get(connection.integrationId());
        var usable = cached != null
                && cached.credentialsVersion() == connection.credentialsVersion()
                && clock.instant().isBefore(cached.token().expiresAt().minus(RESERVE));
        return usable ? cached.token() : fresh(connection);
    }

    private EntraDirectory directory(DirectoryConnection connection, DirectoryToken token) {
        return new EntraDirectory(http, connection.graphUrl(), token::value);
    }
}
