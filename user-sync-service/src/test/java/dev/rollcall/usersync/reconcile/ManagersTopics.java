package dev.rollcall.usersync.reconcile;

import dev.rollcall.access.AccessSeal;
import dev.rollcall.model.Cause;
import dev.rollcall.model.Envelope;
import dev.rollcall.model.IntegrationAccess;
import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.IntegrationSettings;
import dev.rollcall.model.IntegrationState;
import dev.rollcall.model.Mode;
import dev.rollcall.model.RunId;
import dev.rollcall.usersync.integration.Integrations;

/** What the manager publishes of an integration, as the service takes it. */
final class ManagersTopics {

    private final IntegrationId integration;
    private final Integrations known;
    private final IntegrationSettings.UserSync settings;
    private final AccessSeal seal;
    private final SimulatedApis apis;
    private long version;

    ManagersTopics(
            IntegrationId integration,
            Integrations known,
            IntegrationSettings.UserSync settings,
            AccessSeal seal,
            SimulatedApis apis) {
        this.integration = integration;
        this.known = known;
        this.settings = settings;
        this.seal = seal;
        this.apis = apis;
    }

    long version() {
        return version;
    }

    IntegrationSettings settings(IntegrationState state) {
        return settings(state, null);
    }

    /** @param run that removes the integration; null for none */
    IntegrationSettings settings(IntegrationState state, RunId run) {
        version++;
        var said = new IntegrationSettings(
                Envelope.run(integration, Cause.ADMINISTRATION, run, Mode.APPLY, version),
                version,
                state,
                "Simulation",
                IntegrationSettings.DirectoryKind.ENTRA,
                null,
                settings);
        known.store(said);
        return said;
    }

    void access() {
        version++;
        var access = apis.access();
        known.store(new IntegrationAccess(
                Envelope.live(integration, Cause.ADMINISTRATION, version, null),
                version,
                "workers",
                seal.seal(integration, version, "workers", access),
                access.directory().tokenExpiresAt()));
    }
}
