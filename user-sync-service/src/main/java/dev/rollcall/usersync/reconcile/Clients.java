package dev.rollcall.usersync.reconcile;

import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.directory.DirectoryUsers;
import dev.rollcall.directory.entra.EntraDirectory;
import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.SubjectId;
import dev.rollcall.usersync.UserSyncConfig;
import dev.rollcall.usersync.integration.KnownIntegration;
import dev.rollcall.zenqms.PacedZenQmsUsers;
import dev.rollcall.zenqms.RestZenQmsUsers;
import dev.rollcall.zenqms.UserSearch;
import dev.rollcall.zenqms.ZenQmsUsers;
import dev.rollcall.zenqms.ZenQmsWire;

/**
 * The two sides of each integration, made anew when its settings or access change. Tenant, hosts and credentials come out of
 * the seal together, so a token is never sent to a host it wasn't sealed with.
 */
@ApplicationScoped
class Clients {

    private final ConcurrentHashMap<IntegrationId, Sides> sides = new ConcurrentHashMap<>();
    private final HttpClient http;
    private final Duration callTimeout;
    private final Duration turnPatience;

    Clients(UserSyncConfig config) {
        this.callTimeout = config.callTimeout();
        this.turnPatience = config.turnPatience();
        // HTTP/1.1: no upgrade dance on plain connections. Redirects are not followed: a token goes to its own host
        // only.
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
    }

    Sides of(KnownIntegration integration) {
        return sides.compute(
                integration.id(),
                (id, known) -> known != null
                                && known.settingsVersion == integration.settingsVersion()
                                && known.accessVersion == integration.accessVersion()
                        ? known
                        : make(integration));
    }

    private Sides make(KnownIntegration integration) {
        var directory = integration.access().directory();
        var zenQms = integration.access().zenQms();
        var entra = new EntraDirectory(
                http, directory.baseUrl(), directory.tenantId(), directory::token, InstantSource.system());
        var users = new PacedZenQmsUsers(
                new RestZenQmsUsers(
                        http, zenQms.baseUrl(), zenQms.apiKey(), ZenQmsWire.from(zenQms.wire()), callTimeout),
                integration.settings().zenQmsRequestsPerSecond(),
                integration.settings().zenQmsConcurrency(),
                turnPatience);
        return new Sides(integration.settingsVersion(), integration.accessVersion(), entra.users(), users);
    }

    /** One integration's directory and ZenQMS. */
    static final class Sides {
        private final long settingsVersion;
        private final long accessVersion;
        private final DirectoryUsers directory;
        private final PacedZenQmsUsers zenQms;
        private volatile Boolean findsByExternalId;

        Sides(long settingsVersion, long accessVersion, DirectoryUsers directory, PacedZenQmsUsers zenQms) {
            this.settingsVersion = settingsVersion;
            this.accessVersion = accessVersion;
            this.directory = directory;
            this.zenQms = zenQms;
        }

        DirectoryUsers directory() {
            return directory;
        }

        PacedZenQmsUsers zenQms() {
            return zenQms;
        }

        /**
         * Whether ZenQMS can search by external id, which its documentation doesn't say: a search for one that can't exist
         * must find nobody. A server that ignores the criterion answers with everybody.
         */
        boolean findsByExternalId(ZenQmsUsers users) {
            var known = findsByExternalId;
            if (known == null) {
                var nobody = new SubjectId(UUID.randomUUID().toString());
                if (!users.search(new UserSearch.ByExternalId(nobody)).isEmpty()) {
                    known = false;
                } else if (users.search(new UserSearch.Everybody()).isEmpty()) {
                    // An empty account proves nothing either way.
                    return true;
                } else {
                    known = true;
                }
                findsByExternalId = known;
            }
            return known;
        }
    }
}
