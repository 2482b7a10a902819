package dev.rollcall.usersync.reconcile;

import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

import dev.rollcall.access.DirectoryAccess;
import dev.rollcall.directory.DirectoryUsers;
import dev.rollcall.directory.entra.EntraDirectory;
import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.SubjectId;
import dev.rollcall.usersync.UserSyncConfig;
import dev.rollcall.usersync.integration.KnownIntegration;
import dev.rollcall.usersync.integration.NewestStates;
import dev.rollcall.usersync.telemetry.Measures;
import dev.rollcall.zenqms.PacedZenQmsUsers;
import dev.rollcall.zenqms.RestZenQmsUsers;
import dev.rollcall.zenqms.UserSearch;
import dev.rollcall.zenqms.ZenQmsException;
import dev.rollcall.zenqms.ZenQmsUsers;
import dev.rollcall.zenqms.ZenQmsWire;
import dev.rollcall.zenqms.budget.Budgets;
import dev.rollcall.zenqms.budget.Ceiling;
import dev.rollcall.zenqms.budget.Urgency;

import io.quarkus.runtime.ShutdownEvent;

/**
 * The two sides of each integration, made anew when its settings or access change. Tenant, hosts and credentials come out of
 * the seal together, so a token is never sent to a host it wasn't sealed with.
 */
@ApplicationScoped
public class Clients {

    /** A row that was leased in the moment of a pause; the table knows of it a little later. */
    private static final Duration NO_LONGER = Duration.ofMillis(500);

    private final ConcurrentHashMap<IntegrationId, Sides> sides = new ConcurrentHashMap<>();
    private final HttpClient http;
    private final Budgets budgets;
    private final UserSyncConfig config;
    private final Clock clock;
    private final Measures measures;
    private final NewestStates states;

    Clients(
            HttpClient http,
            Budgets budgets,
            UserSyncConfig config,
            Clock clock,
            Measures measures,
            NewestStates states) {
        this.states = states;
        this.http = http;
        this.budgets = budgets;
        this.config = config;
        this.clock = clock;
        this.measures = measures;
    }

    /** After the workers have stopped. */
    void stop(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) ShutdownEvent event) {
        budgets.close();
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

    /** ZenQMS alone, called only while the integration is in the state in which it was read. */
    public ZenQmsUsers zenQms(KnownIntegration integration, Urgency urgency, Runnable beforeCall) {
        return of(integration).zenQms(urgency, beforeCall);
    }

    private Sides make(KnownIntegration integration) {
        var zenQms = integration.access().zenQms();
        var settings = integration.settings();
        BooleanSupplier wanted = () -> states.mayBe(integration.id(), integration.state());
        var users = new PacedZenQmsUsers(
                new RestZenQmsUsers(
                        http, zenQms.baseUrl(), zenQms.apiKey(), ZenQmsWire.from(zenQms.wire()), config.callTimeout()),
                budgets.of(
                        integration.id(),
                        new Ceiling(settings.zenQmsRequestsPerSecond(), settings.zenQmsConcurrency())),
                config.turnPatience(),
                config.callTimeout(),
                clock,
                measures::waited);
        return new Sides(
                integration.settingsVersion(),
                integration.accessVersion(),
                directory(integration, integration.access().directory(), wanted),
                users,
                wanted);
    }

    private DirectoryUsers directory(KnownIntegration integration, DirectoryAccess access, BooleanSupplier wanted) {
        Supplier<String> token = () -> {
            // Asked for with each call.
            if (!wanted.getAsBoolean()) {
                throw new NotYet(NO_LONGER, "The integration is not active any more.");
            }
            return access.token();
        };
        return new EntraDirectory(http, access.baseUrl(), access.tenantId(), token, clock)
                .users(integration.settings().scope().asksFor());
    }

    /** One integration's directory and ZenQMS. */
    static final class Sides {
        private final long settingsVersion;
        private final long accessVersion;
        private final DirectoryUsers directory;
        private final PacedZenQmsUsers zenQms;
        private final BooleanSupplier wanted;
        private final ReentrantLock finding = new ReentrantLock();
        private volatile Boolean findsByExternalId;

        Sides(
                long settingsVersion,
                long accessVersion,
                DirectoryUsers directory,
                PacedZenQmsUsers zenQms,
                BooleanSupplier wanted) {
            this.wanted = wanted;
            this.settingsVersion = settingsVersion;
            this.accessVersion = accessVersion;
            this.directory = directory;
            this.zenQms = zenQms;
        }

        DirectoryUsers directory() {
            return directory;
        }

        /** ZenQMS, called only while the integration is what it was: a pause lets no further call begin. */
        ZenQmsUsers zenQms(Urgency urgency, Runnable beforeCall) {
            return zenQms.guardedBy(urgency, this::mustBeWanted, beforeCall);
        }

        private void mustBeWanted() {
            if (!wanted.getAsBoolean()) {
                throw new ZenQmsException.NoTurn("The integration is not active any more.", NO_LONGER);
            }
        }

        /**
         * Whether ZenQMS can search by external id, which its documentation doesn't say: a search for one that can't exist
         * must find nobody. A server that ignores the criterion answers with everybody.
         */
        boolean findsByExternalId(ZenQmsUsers users) {
            if (findsByExternalId != null) {
                return findsByExternalId;
            }
            // One finds out for all; who would have to wait for long does so without keeping a lease.
            if (!isFirst()) {
                throw new ZenQmsException.NoTurn("Somebody else finds out how ZenQMS searches.", Duration.ofSeconds(1));
            }
            try {
                return findsByExternalId == null ? findOut(users) : findsByExternalId;
            } finally {
                finding.unlock();
            }
        }

        private boolean isFirst() {
            try {
                return finding.tryLock(2, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        private boolean findOut(ZenQmsUsers users) {
            var nobody = new SubjectId(UUID.randomUUID().toString());
            var filters = users.search(new UserSearch.ByExternalId(nobody)).isEmpty();
            // An empty account proves nothing either way.
            if (!filters || !users.search(new UserSearch.Everybody()).isEmpty()) {
                findsByExternalId = filters;
            }
            return filters;
        }
    }
}
