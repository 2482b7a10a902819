package dev.rollcall.manager.connection;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import dev.rollcall.access.AccessSeal;
import dev.rollcall.access.DirectoryAccess;
import dev.rollcall.access.OpenedAccess;
import dev.rollcall.access.ZenQmsAccess;
import dev.rollcall.manager.integration.CatchUpCause;
import dev.rollcall.manager.integration.CatchUps;
import dev.rollcall.manager.integration.Integration;
import dev.rollcall.manager.integration.Integration.AccessCause;
import dev.rollcall.manager.integration.Integrations;
import dev.rollcall.manager.integration.SettingsPublisher;
import dev.rollcall.manager.publish.Outgoing;
import dev.rollcall.model.Cause;
import dev.rollcall.model.Envelope;
import dev.rollcall.model.IntegrationAccess;
import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.IntegrationState;
import dev.rollcall.outbox.MessageJson;

import org.jboss.logging.Logger;

/** Gives workers access, sealed: the directory's token and ZenQMS's key, with the addresses they are for. */
@ApplicationScoped
class AccessPublisher {

    /** Who may open it. */
    static final String AUDIENCE = "workers";

    private static final Logger LOG = Logger.getLogger(AccessPublisher.class);
    /** Not more often than this, however short a token's life is. */
    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(10);

    private static final String NO_TOKEN = "none";
    private static final Duration WITHOUT_TOKEN = Duration.ofHours(1);

    private final Integrations integrations;
    private final Connections connections;
    private final SettingsPublisher settings;
    private final CatchUps catchUps;
    private final AccessSeal seal;
    private final Outgoing outgoing;
    private final MessageJson json;
    private final InstantSource clock;

    AccessPublisher(
            Integrations integrations,
            Connections connections,
            SettingsPublisher settings,
            CatchUps catchUps,
            AccessSeal seal,
            Outgoing outgoing,
            MessageJson json,
            InstantSource clock) {
        this.integrations = integrations;
        this.connections = connections;
        this.settings = settings;
        this.catchUps = catchUps;
        this.seal = seal;
        this.outgoing = outgoing;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Opens the door and gives the first access, in one transaction: the ingress and the workers hear of the integration
     * together.
     *
     * @return false when credentials were changed since the token was asked for, or it was paused; then nothing happened
     */
    @Transactional
    boolean activate(DirectoryConnection connection, DirectoryToken token) {
        var integration = integrations.requireLocked(connection.integrationId().value());
        if (integration.credentialsVersion != connection.credentialsVersion()) {
            return false;
        }
        var mended = integration.state == IntegrationState.NEEDS_AUTHORIZATION;
        if (!integration.activate()) {
            return false;
        }
        if (mended) {
            // The activation's own walk only links where that is set, which mends no missed change.
            catchUps.want(integration.integrationId(), CatchUpCause.AUTHORIZED);
        }
        integration.askForAccess(AccessCause.ADMINISTRATION, clock.instant());
        settings.publish(integration);
        give(integration, token);
        return true;
    }

    /**
     * Gives the next version of access. With credentials that were changed since the token was asked for, nothing is
     * given: the change has asked for access itself.
     */
    @Transactional
    void renew(DirectoryConnection connection, DirectoryToken token) {
        var integration = integrations.requireLocked(connection.integrationId().value());
        if (integration.credentialsVersion != connection.credentialsVersion()) {
            return;
        }
        if (integration.regainAuthorization()) {
            catchUps.want(integration.integrationId(), CatchUpCause.AUTHORIZED);
            settings.publish(integration);
        }
        give(integration, token);
    }

    /** Access whose directory token is none. */
    @Transactional
    boolean renewForRemoval(IntegrationId id) {
        var integration = integrations.requireLocked(id.value());
        if (integration.state != IntegrationState.REMOVING) {
            return false;
        }
        give(integration, new DirectoryToken(NO_TOKEN, clock.instant().plus(WITHOUT_TOKEN)));
        return true;
    }

    private void give(Integration integration, DirectoryToken token) {
        var id = integration.integrationId();
        integration.accessGiven(token.expiresAt(), renewAt(clock.instant(), token.expiresAt()));
        var opened = new OpenedAccess(
                new DirectoryAccess(integration.tenantId, integration.graphUri(), token.value(), token.expiresAt()),
                new ZenQmsAccess(
                        URI.create(integration.zenQmsUrl), connections.apiKey(integration), wire(integration)));
        var sealed = seal.seal(id, integration.accessVersion, AUDIENCE, opened);
        var envelope = Envelope.live(id, Cause.ADMINISTRATION, integration.settingsVersion, null);
        outgoing.append(List.of(
                new IntegrationAccess(envelope, integration.accessVersion, AUDIENCE, sealed, token.expiresAt())));
        LOG.infof(
                "Access given: integrationId=%s, accessVersion=%d, cause=%s, expiresAt=%s",
                id, integration.accessVersion, integration.accessCause, token.expiresAt());
    }

    /** At half life, so that an outage of the manager as long as the other half is not seen. */
    static Instant renewAt(Instant now, Instant expiresAt) {
        var half = Duration.between(now, expiresAt).dividedBy(2);
        return now.plus(half.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : half);
    }

    @SuppressWarnings("unchecked")
    private Map<String, String> wire(Integration integration) {
        return json.fromText(integration.zenQmsWire, Map.class);
    }
}
