package dev.rollcall.usersync.integration;

import dev.rollcall.access.OpenedAccess;
import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.IntegrationSettings;
import dev.rollcall.model.IntegrationState;

/**
 * An integration as a worker uses it: settings and opened access of one moment.
 *
 * @param state what it must still be for a call to be begun
 * @param accessVersion which access this is; a refusal names it
 */
public record KnownIntegration(
        IntegrationId id,
        IntegrationState state,
        long settingsVersion,
        IntegrationSettings.UserSync settings,
        long accessVersion,
        OpenedAccess access) {}
