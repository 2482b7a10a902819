package dev.rollcall.directory.entra;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Supplier;

import dev.rollcall.directory.DirectorySubscriptions;
import dev.rollcall.directory.DirectoryUsers;
import dev.rollcall.directory.DirectoryWalk;
import dev.rollcall.model.PersonAttribute;

/**
 * Microsoft Graph as a directory. One object per integration: base URL and token belong together, and the token is sent
 * nowhere else.
 */
public final class EntraDirectory {

    private final GraphHttp graph;
    private final String tenantId;
    private final InstantSource clock;

    /** A directory whose tenant need not be verified, because only additions follow from what is read. */
    public EntraDirectory(HttpClient http, URI graphBaseUrl, Supplier<String> token) {
        this(http, graphBaseUrl, null, token, InstantSource.system());
    }

    /**
     * @param http shared; HTTP/1.1, follows no redirects
     * @param graphBaseUrl such as {@code https://graph.microsoft.com}, without the version
     * @param tenantId the tenant that the token must be for; null to skip that check
     * @param token the access token to use now
     */
    public EntraDirectory(
            HttpClient http, URI graphBaseUrl, String tenantId, Supplier<String> token, InstantSource clock) {
        this.graph = new GraphHttp(http, graphBaseUrl, token);
        this.tenantId = tenantId;
        this.clock = clock;
    }

    public DirectoryUsers users() {
        return users(Set.of());
    }

    /**
     * @param attributes what to read of people besides, see {@link PersonAttribute#isReadForScopeOnly()}; nothing is read that
     *     nobody asks for
     */
    public DirectoryUsers users(Set<PersonAttribute> attributes) {
        return new EntraDirectoryUsers(graph, tenantId, Set.copyOf(attributes));
    }

    public DirectoryWalk walk() {
        return walk(Set.of());
    }

    /**
     * @param attributes what to read of people besides. A link goes on with those its walk began with: others need a walk from
     *     the first page on
     */
    public DirectoryWalk walk(Set<PersonAttribute> attributes) {
        return new EntraDirectoryWalk(graph, Set.copyOf(attributes), clock);
    }

    public DirectorySubscriptions subscriptions() {
        return new EntraSubscriptions(graph);
    }
}
