package dev.rollcall.usersync.reconcile;

import java.time.InstantSource;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.model.Cause;
import dev.rollcall.model.Envelope;
import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.Trouble;
import dev.rollcall.model.TroubleKind;
import dev.rollcall.outbox.Outbox;
import dev.rollcall.outbox.OutboxRelay;
import dev.rollcall.usersync.integration.Integrations;
import dev.rollcall.usersync.integration.KnownIntegration;

import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;

/**
 * Access that is refused stops an integration, not its people: work waits for newer access, and the manager is told once, by
 * whoever notices first.
 */
@ApplicationScoped
public class Refusals {

    private static final Logger LOG = Logger.getLogger(Refusals.class);

    private final Jdbi jdbi;
    private final Integrations integrations;
    private final Outbox outbox;
    private final OutboxRelay relay;
    private final InstantSource clock;

    Refusals(Jdbi jdbi, Integrations integrations, Outbox outbox, OutboxRelay relay, InstantSource clock) {
        this.jdbi = jdbi;
        this.integrations = integrations;
        this.outbox = outbox;
        this.relay = relay;
        this.clock = clock;
    }

    void directory(KnownIntegration integration, String detail) {
        refused(
                integration.id(),
                integration.settingsVersion(),
                integration.accessVersion(),
                TroubleKind.DIRECTORY_ACCESS_REFUSED,
                detail);
    }

    public void zenQms(KnownIntegration integration, String detail) {
        refused(
                integration.id(),
                integration.settingsVersion(),
                integration.accessVersion(),
                TroubleKind.ZENQMS_ACCESS_REFUSED,
                detail);
    }

    public void unreadable(IntegrationId integration, long accessVersion, String detail) {
        refused(integration, 0, accessVersion, TroubleKind.ACCESS_UNREADABLE, detail);
    }

    /** Noticed and told in one transaction: a crash in between would leave the integration standing unreported. */
    private void refused(IntegrationId id, long settingsVersion, long accessVersion, TroubleKind kind, String detail) {
        var news = jdbi.inTransaction(handle -> {
            if (!integrations.refused(handle, id, accessVersion, kind)) {
                return false;
            }
            var envelope = Envelope.live(id, Cause.ADMINISTRATION, settingsVersion, null);
            outbox.append(handle, new Trouble(envelope, kind, accessVersion, detail, clock.instant()));
            return true;
        });
        if (news) {
            relay.wake();
            LOG.warnf("Access refused, work waits: integrationId=%s accessVersion=%d %s", id, accessVersion, detail);
        }
    }
}
