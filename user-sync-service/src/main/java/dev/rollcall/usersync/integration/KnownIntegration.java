package dev.rollcall.usersync.integration;

import dev.rollcall.access.OpenedAccess;
import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.IntegrationSettings;

/**
 * An integration as a worker uses it: settings and opened access of one moment.
 *
 * @param accessVersion which access this is; a refusal names it
 */
public record KnownIntegration(
        IntegrationId id,
        long settingsVersion,
        IntegrationSettings.UserSync settings,
        long accessVersion,
        OpenedAccess access) {}
