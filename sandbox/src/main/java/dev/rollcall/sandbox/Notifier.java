package dev.rollcall.sandbox;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Turns what happened in one tenant into notification items for its live subscriptions.
 *
 * @see <a href="https://learn.microsoft.com/graph/change-notifications-delivery-webhooks">Receive change notifications through webhooks</a>
 */
final class Notifier {
    /** One item on its way to one URL. */
    record Notice(String url, String subscriptionId, String resource, String kind, ObjectNode item) {}

    /** Carries notices out, with the tenant's faults, and reports each attempt. */
    interface Line {
        void carry(Notice notice, Notifier from);
    }

    private static final DateTimeFormatter WITH_OFFSET =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSSxxx").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter WITH_Z =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSS'Z'").withZone(ZoneOffset.UTC);
    /** .NET counts 100 ns ticks from year 1; Graph's sequence numbers look like them. */
    private static final long TICKS_AT_EPOCH = 621_355_968_000_000_000L;

    private final String tenantId;
    private final Subscriptions subscriptions;
    private final InstantSource clock;
    private final Line line;
    private final List<Delivery> deliveries = new ArrayList<>();
    private volatile DeliveryFaults faults = DeliveryFaults.none();

    Notifier(String tenantId, Subscriptions subscriptions, InstantSource clock, Line line) {
        this.tenantId = tenantId;
        this.subscriptions = subscriptions;
        this.clock = clock;
        this.line = line;
    }

    void userChanged(String id, String changeType) {
        Instant now = clock.instant();
        for (Subscriptions.Subscription subscription : subscriptions.live()) {
            if (subscription.covers("users", id) && subscription.kinds().contains(changeType)) {
                String resource = "Users/" + id;
                ObjectNode item = Json.object()
                        .put("changeType", changeType)
                        .put("clientState", subscription.clientState())
                        .put("resource", resource);
                item.putObject("resourceData")
                        .put("@odata.type", "#Microsoft.Graph.User")
                        .put("@odata.id", resource)
                        .put("id", id)
                        .put("organizationId", tenantId)
                        .put("eventTime", WITH_Z.format(now))
                        .put(
                                "sequenceNumber",
                                TICKS_AT_EPOCH + now.getEpochSecond() * 10_000_000 + now.getNano() / 100);
                item.put("subscriptionExpirationDateTime", WITH_OFFSET.format(subscription.expires()))
                        .put("subscriptionId", subscription.id())
                        .put("tenantId", tenantId);
                line.carry(
                        new Notice(subscription.notificationUrl(), subscription.id(), resource, changeType, item),
                        this);
            }
        }
    }

    void lifecycle(String event) {
        for (Subscriptions.Subscription subscription : subscriptions.live()) {
            if (subscription.lifecycleUrl() != null) {
                ObjectNode item = Json.object()
                        .put("subscriptionId", subscription.id())
                        .put("subscriptionExpirationDateTime", WITH_Z.format(subscription.expires()))
                        .put("tenantId", tenantId)
                        .put("clientState", subscription.clientState())
                        .put("lifecycleEvent", event);
                line.carry(new Notice(subscription.lifecycleUrl(), subscription.id(), null, event, item), this);
            }
        }
    }

    boolean isLive(String subscriptionId) {
        return subscriptions.find(subscriptionId).isPresent();
    }

    void faults(DeliveryFaults value) {
        faults = value;
    }

    DeliveryFaults faults() {
        return faults;
    }

    void record(Delivery delivery) {
        synchronized (deliveries) {
            deliveries.add(delivery);
        }
    }

    List<Delivery> deliveries() {
        synchronized (deliveries) {
            return List.copyOf(deliveries);
        }
    }
}
