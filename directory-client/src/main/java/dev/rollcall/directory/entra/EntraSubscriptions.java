package dev.rollcall.directory.entra;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

import dev.rollcall.directory.DirectoryException;
import dev.rollcall.directory.DirectorySubscriptions;
import dev.rollcall.directory.NewSubscription;
import dev.rollcall.directory.Subscription;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Graph's change-notification subscriptions.
 *
 * @see <a href="https://learn.microsoft.com/graph/change-notifications-delivery-webhooks">webhooks</a>
 */
final class EntraSubscriptions implements DirectorySubscriptions {

    private final GraphHttp graph;

    EntraSubscriptions(GraphHttp graph) {
        this.graph = graph;
    }

    @Override
    public Subscription create(NewSubscription wanted) {
        var body = GraphHttp.JSON.createObjectNode();
        // For users and groups Graph knows only these two: a creation and a restore arrive as "updated".
        body.put("changeType", "updated,deleted");
        body.put("resource", wanted.resource());
        body.put("notificationUrl", wanted.notificationUrl().toString());
        body.put("lifecycleNotificationUrl", wanted.lifecycleUrl().toString());
        body.put("clientState", wanted.clientState());
        body.put("expirationDateTime", wanted.expiresAt().toString());
        body.put("latestSupportedTlsVersion", "v1_2");
        return read(
                graph.post(graph.v1("subscriptions"), body, GraphHttp.SUBSCRIBE_TIMEOUT, GraphHttp.Priority.NORMAL));
    }

    @Override
    public Subscription renew(String id, Instant expiresAt) {
        var body = GraphHttp.JSON.createObjectNode().put("expirationDateTime", expiresAt.toString());
        return read(graph.patch(graph.v1("subscriptions/" + id), body));
    }

    @Override
    public List<Subscription> list() {
        var found = new ArrayList<Subscription>();
        var uri = graph.v1("subscriptions");
        while (uri != null) {
            var page = graph.get(uri, GraphHttp.Priority.NORMAL);
            page.path("value").forEach(s -> found.add(read(s)));
            uri = page.path("@odata.nextLink").isTextual()
                    ? URI.create(page.path("@odata.nextLink").asText())
                    : null;
        }
        return List.copyOf(found);
    }

    @Override
    public void delete(String id) {
        try {
            graph.delete(graph.v1("subscriptions/" + id));
        } catch (DirectoryException.Rejected e) {
            if (e.status() != 404 && e.status() != 410) {
                throw e;
            }
        }
    }

    private static Subscription read(JsonNode s) {
        return new Subscription(
                s.path("id").asText(),
                s.path("resource").asText().replaceFirst("^/", ""),
                OffsetDateTime.parse(s.path("expirationDateTime").asText()).toInstant(),
                url(s, "notificationUrl"),
                url(s, "lifecycleNotificationUrl"));
    }

    /** An address that is none is not ours: nothing else is asked of it. */
    private static URI url(JsonNode s, String field) {
        try {
            return s.path(field).isTextual() ? new URI(s.path(field).asText()) : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
