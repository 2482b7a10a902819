package dev.rollcall.manager.run;

import java.time.InstantSource;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.manager.integration.Integration;
import dev.rollcall.manager.integration.Integration.AccessCause;
import dev.rollcall.manager.integration.Integration.AuthorizationLost;
import dev.rollcall.manager.integration.Integration.WalkCause;
import dev.rollcall.manager.integration.Integrations;
import dev.rollcall.manager.integration.SettingsPublisher;
import dev.rollcall.model.IntegrationState;
import dev.rollcall.model.Trouble;
import dev.rollcall.model.TroubleKind;

import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/** Acts on what stops an integration, once for each version of access. */
@ApplicationScoped
class TroubleDesk {

    private static final Logger LOG = Logger.getLogger(TroubleDesk.class);

    private final Integrations integrations;
    private final SettingsPublisher settings;
    private final InstantSource clock;

    TroubleDesk(Integrations integrations, SettingsPublisher settings, InstantSource clock) {
        this.integrations = integrations;
        this.settings = settings;
        this.clock = clock;
    }

    /** In the caller's transaction. A trouble of an integration we don't know is kept, and nothing follows. */
    void take(Handle handle, Trouble trouble) {
        var id = trouble.envelope().integrationId().value();
        var integration = integrations
                .findByIdOptional(id, jakarta.persistence.LockModeType.PESSIMISTIC_WRITE)
                .orElse(null);
        var version = trouble.accessVersion() != 0 || integration == null
                ? trouble.accessVersion()
                : integration.accessVersion;
        var isNew = handle.createUpdate("""
                        insert into trouble (integration_id, kind, access_version, detail, at)
                        values (:id, :kind, :version, :detail, :at) on conflict do nothing""")
                        .bind("id", id)
                        .bind("kind", trouble.kind().name())
                        .bind("version", version)
                        .bind("detail", trouble.detail())
                        .bind("at", trouble.at() == null ? clock.instant() : trouble.at())
                        .execute()
                == 1;
        if (isNew && integration != null && trouble.kind() == TroubleKind.NOTICES_LOST && catchesUp(integration)) {
            // Sweeps moved the feed on meanwhile, and what they said may be among what was lost: everybody is read
            // again.
            integration.wantWalk(WalkCause.NOTICES_LOST, clock.instant());
        }
        var works = integration != null
                && (integration.state == IntegrationState.ACTIVE || integration.state == IntegrationState.REMOVING);
        if (isNew && works) {
            react(integration, trouble, version);
        }
    }

    private static boolean catchesUp(Integration integration) {
        return switch (integration.state) {
            case ACTIVE, PAUSED, NEEDS_AUTHORIZATION -> true;
            case DRAFT, REMOVING, REMOVED, UNKNOWN -> false;
        };
    }

    private void react(Integration integration, Trouble trouble, long version) {
        var reaction =
                TroublePlanner.reaction(trouble.kind(), version, integration.accessVersion, integration.accessCause);
        LOG.warnf(
                "Workers can't go on: integrationId=%s, kind=%s, accessVersion=%d, reaction=%s",
                integration.id, trouble.kind(), version, reaction);
        switch (reaction) {
            case RENEW -> integration.askForAccess(AccessCause.TROUBLE, clock.instant());
            case LOSE_AUTHORIZATION -> {
                integration.loseAuthorization(AuthorizationLost.ACCESS_REFUSED, sentence(trouble));
                settings.publish(integration);
            }
            case SAY_SO -> integration.problem = sentence(trouble);
            case NOTHING -> {}
        }
    }

    private static String sentence(Trouble trouble) {
        if (trouble.detail() != null && !trouble.detail().isBlank()) {
            return trouble.detail();
        }
        return trouble.kind() == TroubleKind.ZENQMS_ACCESS_REFUSED
                ? "ZenQMS refuses the API key: check that it is activated and may do this, or enter a new one."
                : "The directory refuses our token: check the app registration's permissions and their admin consent.";
    }
}
