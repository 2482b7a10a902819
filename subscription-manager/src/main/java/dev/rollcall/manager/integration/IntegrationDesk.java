package dev.rollcall.manager.integration;

import java.net.URI;
import java.time.InstantSource;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import dev.rollcall.manager.integration.Integration.AccessCause;
import dev.rollcall.manager.integration.Integration.WalkCause;
import dev.rollcall.manager.integration.IntegrationValidator.Checked;
import dev.rollcall.manager.integration.IntegrationValidator.Secrets;
import dev.rollcall.manager.secret.RandomSecret;
import dev.rollcall.manager.secret.SecretVault;
import dev.rollcall.manager.secret.SecretVault.Field;
import dev.rollcall.manager.web.ProblemException;
import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.IntegrationSettings.UserSync;
import dev.rollcall.model.IntegrationState;
import dev.rollcall.model.Scope;
import dev.rollcall.outbox.MessageJson;

/** What an administrator may do with an integration's record. */
@ApplicationScoped
public class IntegrationDesk {

    private final Integrations integrations;
    private final SettingsPublisher settings;
    private final CatchUps catchUps;
    private final SecretVault vault;
    private final MessageJson json;
    private final InstantSource clock;
    private final IntegrationValidator validator;

    IntegrationDesk(
            Integrations integrations,
            SettingsPublisher settings,
            CatchUps catchUps,
            SecretVault vault,
            InstantSource clock,
            MessageJson json,
            EndpointPolicy policy) {
        this.integrations = integrations;
        this.settings = settings;
        this.catchUps = catchUps;
        this.vault = vault;
        this.json = json;
        this.clock = clock;
        this.validator = new IntegrationValidator(policy.rules());
    }

    /** @throws ProblemException 400 naming each field that is wrong; 409 when another uses the app registration */
    @Transactional
    Integration create(IntegrationRequest request) {
        var valid = valid(validator.create(request));
        var id = new IntegrationId(UUID.randomUUID().toString());
        requireOwnApp(valid, id.value());
        var key = RandomSecret.next();
        var clientState = RandomSecret.next();
        var integration = new Integration();
        integration.id = id.value();
        integration.state = IntegrationState.DRAFT;
        integration.integrationKey = vault.lock(id, Field.INTEGRATION_KEY, key.value());
        integration.keyHash = key.hash();
        integration.clientState = vault.lock(id, Field.CLIENT_STATE, clientState.value());
        integration.clientStateHash = clientState.hash();
        integration.createdAt = clock.instant();
        take(integration, valid);
        integrations.persist(integration);
        return integration;
    }

    /**
     * Changes what the request names. While the integration is active, services hear of it in the same transaction, and
     * new credentials lead to new access at once.
     *
     * @throws ProblemException 400, 404, 409
     */
    @Transactional
    Integration change(String id, IntegrationRequest patch) {
        var integration = integrations.requireLocked(id);
        if (integration.state == IntegrationState.REMOVED) {
            throw ProblemException.conflict("This integration was removed: create a new one.");
        }
        var wanted = new IntegrationOverlay(json).overlay(integration, patch);
        var valid = valid(validator.change(wanted, integration.tokenUri(), URI.create(integration.zenQmsUrl)));
        if (!integration.isDraft() && !valid.entra().tenantId().equalsIgnoreCase(integration.tenantId)) {
            throw ProblemException.conflict("The Token URL names another tenant. These people are linked to the present"
                    + " one: create a new integration for the other.");
        }
        requireOwnApp(valid, id);
        var connections = patch.directory() != null || patch.zenqms() != null;
        var scope = scope(integration);
        take(integration, valid);
        if (!integration.isDraft() && !integration.isRemoved() && !scope.equals(scope(integration))) {
            // Who left it and who entered it changed nothing in the directory: nobody would announce them.
            integration.wantWalk(WalkCause.SCOPE_CHANGED, clock.instant());
        }
        if (connections) {
            integration.credentialsVersion++;
        }
        if (!integration.isDraft()) {
            if (connections) {
                integration.askForAccess(AccessCause.ADMINISTRATION, clock.instant());
            }
            settings.publish(integration);
        }
        return integration;
    }

    /**
     * The connections of a request, to be tested; nothing of it is kept.
     *
     * @throws ProblemException 400 naming each field that is wrong
     */
    public GivenConnections connections(IntegrationRequest request) {
        var findings = new Findings();
        var given = validator.connections(request, findings);
        if (given == null) {
            throw ProblemException.invalid(findings.all());
        }
        return given;
    }

    /** @throws ProblemException 404, 409 */
    @Transactional
    Integration pause(String id) {
        var integration = integrations.requireLocked(id);
        integration.pause();
        settings.publish(integration);
        return integration;
    }

    /** @throws ProblemException 404, 409 */
    @Transactional
    Integration resume(String id) {
        var integration = integrations.requireLocked(id);
        integration.resume(clock.instant());
        catchUps.want(integration.integrationId(), CatchUpCause.RESUMED);
        settings.publish(integration);
        return integration;
    }

    /** Deletes a draft; one that was ever active is removed by a run. Call with its row held. */
    @Transactional
    public void delete(Integration draft) {
        if (!draft.isDraft()) {
            throw new IllegalStateException("Only a draft has nothing to clear");
        }
        integrations.delete(draft);
    }

    private Scope scope(Integration integration) {
        return json.fromText(integration.userSync, UserSync.class).scope();
    }

    private void requireOwnApp(Checked.Valid valid, String id) {
        integrations.otherOfApp(valid.entra().tenantId(), valid.clientId(), id).ifPresent(other -> {
            throw ProblemException.conflict("Integration \"" + other.name + "\" (" + other.id
                    + ") uses this app registration already: register another app; Graph allows one subscription per app"
                    + " and resource.");
        });
    }

    private static Checked.Valid valid(Checked checked) {
        return switch (checked) {
            case Checked.Valid valid -> valid;
            case Checked.Invalid(var problems) -> throw ProblemException.invalid(problems);
        };
    }

    private void take(Integration integration, Checked.Valid valid) {
        integration.name = valid.name();
        integration.authorizeUrl = valid.entra().authorizeUrl().toString();
        integration.tokenUrl = valid.entra().tokenUrl().toString();
        integration.tenantId = valid.entra().tenantId();
        integration.graphUrl = valid.entra().graphUrl().toString();
        integration.clientId = valid.clientId();
        integration.zenQmsUrl = valid.zenQmsUrl().toString();
        integration.zenQmsWire = json.text(valid.wire());
        integration.initialSync = valid.initialSync();
        integration.userSync = json.text(valid.userSync());
        integration.changedAt = clock.instant();
        takeSecrets(integration, valid.secrets());
    }

    private void takeSecrets(Integration integration, Secrets secrets) {
        var id = integration.integrationId();
        if (secrets.clientSecret() != null) {
            integration.clientSecret = vault.lock(id, Field.CLIENT_SECRET, secrets.clientSecret());
        }
        if (secrets.apiKey() != null) {
            integration.zenQmsApiKey = vault.lock(id, Field.API_KEY, secrets.apiKey());
        }
        integration.secretsKeyId = vault.keyId();
    }
}
