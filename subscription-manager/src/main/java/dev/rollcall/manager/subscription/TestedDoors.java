package dev.rollcall.manager.subscription;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import dev.rollcall.diagnosis.DoorTarget;
import dev.rollcall.diagnosis.DoorTarget.Proof;
import dev.rollcall.manager.config.ManagerConfig;
import dev.rollcall.manager.integration.Integrations;
import dev.rollcall.model.IntegrationId;

/** Notification addresses as a connection test wants them. */
@ApplicationScoped
public class TestedDoors {

    private final Doors doors;
    private final SubscriptionStore store;
    private final Integrations integrations;
    private final ManagerConfig config;

    TestedDoors(Doors doors, SubscriptionStore store, Integrations integrations, ManagerConfig config) {
        this.doors = doors;
        this.store = store;
        this.integrations = integrations;
        this.config = config;
    }

    /**
     * An integration's. Graph allows an app one subscription for a resource, so who was ever active is told by those it has;
     * only for a draft one is made to see.
     */
    @Transactional
    public DoorTarget of(IntegrationId id) {
        var proof =
                integrations.require(id.value()).isDraft() ? new Proof.Trial() : new Proof.Subscriptions(store.ids(id));
        return target(doors.of(id), proof);
    }

    /** For an app registration that is on record nowhere, or whose subscriptions another integration holds. */
    @Transactional
    public DoorTarget ofApp(String tenantId, String clientId) {
        return integrations
                .subscribedWith(tenantId, clientId)
                .map(integration -> of(integration.integrationId()))
                .orElseGet(() -> target(doors.nobodys(), new Proof.Trial()));
    }

    private DoorTarget target(Doors.Door door, Proof proof) {
        return new DoorTarget(door.notifications(), door.lifecycle(), config.allowInsecureEndpoints(), proof);
    }
}
