package dev.rollcall.manager.subscription;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import dev.rollcall.manager.integration.Integration;
import dev.rollcall.manager.integration.Integrations;
import dev.rollcall.manager.integration.SettingsPublisher;
import dev.rollcall.manager.secret.RandomSecret;
import dev.rollcall.manager.secret.SecretVault;
import dev.rollcall.manager.secret.SecretVault.Field;
import dev.rollcall.manager.subscription.RotationPlanner.Phase;
import dev.rollcall.manager.web.ProblemException;
import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.Topics;

import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;

/** Replaces a client state. Each step is on record, so whoever looks at the timers goes on with it. */
@ApplicationScoped
class ClientStateRotation {

    private static final Logger LOG = Logger.getLogger(ClientStateRotation.class);

    private final Jdbi jdbi;
    private final Integrations integrations;
    private final SettingsPublisher settings;
    private final SubscriptionStore subscriptions;
    private final SecretVault vault;
    private final InstantSource clock;

    ClientStateRotation(
            Jdbi jdbi,
            Integrations integrations,
            SettingsPublisher settings,
            SubscriptionStore subscriptions,
            SecretVault vault,
            InstantSource clock) {
        this.jdbi = jdbi;
        this.integrations = integrations;
        this.settings = settings;
        this.subscriptions = subscriptions;
        this.vault = vault;
        this.clock = clock;
    }

    private record Rotation(Phase phase, String clientState, String hash, Instant dueAt) {}

    /**
     * Begins one.
     *
     * @throws ProblemException 404; 409 for a draft, and while one is under way
     */
    @Transactional
    Phase begin(String id) {
        var integration = integrations.requireLocked(id);
        if (!integration.doorOpen || integration.isRemoved()) {
            throw ProblemException.conflict("This integration is " + integration.state
                    + ": only one that was activated, and is not removed, has a client state in use.");
        }
        if (find(id).isPresent()) {
            throw ProblemException.conflict(
                    "The client state is being replaced already: see clientStateRotation. The old one"
                            + " is accepted for some hours, so a second replacement has to wait.");
        }
        var next = RandomSecret.next();
        var now = clock.instant();
        jdbi.useHandle(h -> h.createUpdate("""
                        insert into client_state_rotation (integration_id, phase, sentence, client_state, hash,
                            due_at, began_at)
                        values (:id, :phase, :sentence, :state, :hash, :due, :now)""")
                .bind("id", id)
                .bind("phase", Phase.ANNOUNCED.name())
                .bind("sentence", Phase.ANNOUNCED.sentence())
                .bind("state", vault.lock(new IntegrationId(id), Field.CLIENT_STATE, next.value()))
                .bind("hash", next.hash())
                .bind("due", RotationPlanner.heardAt(now))
                .bind("now", now)
                .execute());
        integration.otherClientStateHash = next.hash();
        settings.publish(integration);
        LOG.infof("Client state is replaced: integrationId=%s", id);
        return Phase.ANNOUNCED;
    }

    /** Those under way. */
    @Transactional
    List<String> underWay() {
        return jdbi.withHandle(
                h -> h.createQuery("select integration_id from client_state_rotation order by began_at limit 100")
                        .mapTo(String.class)
                        .list());
    }

    /** Takes the next step, if it is time. */
    @Transactional
    void goOn(String id) {
        var integration = integrations.requireLocked(id);
        var rotation = find(id).orElse(null);
        if (rotation == null) {
            return;
        }
        if (integration.isRemoved()) {
            forget(id);
            return;
        }
        var now = clock.instant();
        var published = rotation.phase() != Phase.ANNOUNCED || !isOnItsWay(id);
        var replaced = rotation.phase() == Phase.REPLACING && !holdsAnother(integration);
        switch (RotationPlanner.next(rotation.phase(), rotation.dueAt(), now, published, replaced)) {
            case WAIT -> {}
            case SWITCH -> makeCurrent(integration, rotation, now);
            case RETIRE -> enter(id, Phase.RETIRING, RotationPlanner.retiredAt(now));
            case FINISH -> finish(integration);
        }
    }

    private void makeCurrent(Integration integration, Rotation rotation, Instant now) {
        integration.otherClientStateHash = integration.clientStateHash;
        integration.clientStateHash = rotation.hash();
        integration.clientState = rotation.clientState();
        integration.secretsKeyId = vault.keyId();
        settings.publish(integration);
        enter(integration.id, Phase.REPLACING, now);
        subscriptions.lookAfter(integration.integrationId(), now);
    }

    private void finish(Integration integration) {
        integration.otherClientStateHash = null;
        settings.publish(integration);
        forget(integration.id);
        LOG.infof("The old client state is accepted no more: integrationId=%s", integration.id);
    }

    private void forget(String id) {
        jdbi.useHandle(h -> h.createUpdate("delete from client_state_rotation where integration_id = :id")
                .bind("id", id)
                .execute());
    }

    private void enter(String id, Phase phase, Instant dueAt) {
        jdbi.useHandle(h -> h.createUpdate("""
                        update client_state_rotation set phase = :phase, sentence = :sentence, due_at = :due
                        where integration_id = :id""")
                .bind("id", id)
                .bind("phase", phase.name())
                .bind("sentence", phase.sentence())
                .bind("due", dueAt)
                .execute());
    }

    private Optional<Rotation> find(String id) {
        return jdbi.withHandle(h -> h.createQuery(
                        "select phase, client_state, hash, due_at from client_state_rotation where integration_id = :id")
                .bind("id", id)
                .map((rs, ctx) -> new Rotation(
                        Phase.valueOf(rs.getString("phase")),
                        rs.getString("client_state"),
                        rs.getString("hash"),
                        rs.getTimestamp("due_at").toInstant()))
                .findOne());
    }

    /** Whether settings of the integration wait to be published. */
    private boolean isOnItsWay(String id) {
        return jdbi.withHandle(
                h -> any(h.createQuery("select 1 from outbox where topic = :topic and message_key = :id limit 1")
                        .bind("topic", Topics.SETTINGS)
                        .bind("id", id)));
    }

    private boolean holdsAnother(Integration integration) {
        return jdbi.withHandle(
                h -> any(h.createQuery("""
                        select 1 from directory_subscription
                        where integration_id = :id and client_state_hash <> :hash limit 1""").bind("id", integration.id).bind("hash", integration.clientStateHash)));
    }

    private static boolean any(Query query) {
        return query.mapTo(Integer.class).findOne().isPresent();
    }
}
