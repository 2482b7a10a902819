package dev.rollcall.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;

/**
 * {@code /subscriptions}: create with the handshake while the call is in flight, list, renew, reauthorize, delete.
 *
 * @see <a href="https://learn.microsoft.com/graph/api/subscription-post-subscriptions">Create subscription</a>
 */
final class GraphSubscriptions {
    private static final Duration LONGEST = Duration.ofMinutes(41_760);
    private static final int LONGEST_CLIENT_STATE = 128;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final InstantSource clock;
    private final Handshake handshake;

    GraphSubscriptions(InstantSource clock, Handshake handshake) {
        this.clock = clock;
        this.handshake = handshake;
    }

    Future<Answer> answer(EntraTenant tenant, GraphRequest request) {
        int depth = request.segments().size();
        if (depth == 1 && request.method().equals("POST")) {
            return create(tenant, request);
        }
        return Future.succeededFuture(
                switch (request.method() + depth) {
                    case "GET1" -> list(tenant, request);
                    case "GET2" ->
                        with(tenant, request, one -> Answer.ok(write(one, request, "subscriptions/$entity")));
                    case "PATCH2" -> with(tenant, request, one -> renew(tenant, request, one));
                    case "DELETE2" ->
                        with(tenant, request, one -> {
                            tenant.subscriptions().remove(one.id());
                            return Answer.empty(204);
                        });
                    case "POST3" ->
                        request.segments().get(2).equals("reauthorize")
                                ? with(tenant, request, one -> Answer.empty(204))
                                : GraphError.badRequest("Unsupported action.");
                    default ->
                        GraphError.of(
                                405,
                                "Request_BadRequest",
                                "Specified HTTP method is not allowed for the request target.");
                });
    }

    private Future<Answer> create(EntraTenant tenant, GraphRequest request) {
        Optional<Answer> problem = check(request);
        if (problem.isPresent()) {
            return Future.succeededFuture(problem.get());
        }
        var wanted = new Subscriptions.Subscription(
                UUID.randomUUID().toString(),
                request.access().appId(),
                Json.text(request.body(), "resource"),
                Json.text(request.body(), "changeType"),
                Json.text(request.body(), "notificationUrl"),
                Json.text(request.body(), "lifecycleNotificationUrl"),
                Json.text(request.body(), "clientState"),
                time(Json.text(request.body(), "expirationDateTime")).orElseThrow(),
                Optional.ofNullable(Json.text(request.body(), "latestSupportedTlsVersion"))
                        .orElse("v1_2"));
        return handshake.with(wanted).map(failure -> {
            if (failure.isPresent()) {
                return GraphError.of(400, "ValidationError", failure.get());
            }
            // Looked for only now: another create may have come through while this one's handshakes ran.
            var inTheWay = tenant.subscriptions().like(wanted);
            if (inTheWay.isPresent()) {
                return GraphError.of(
                        409,
                        "ExtensionError",
                        "Subscription Id " + inTheWay.get().id() + " already exists for the requested combination");
            }
            tenant.subscriptions().put(wanted);
            return Answer.of(201, write(wanted, request, "subscriptions/$entity"));
        });
    }

    private Optional<Answer> check(GraphRequest request) {
        for (String required : Set.of("changeType", "notificationUrl", "resource", "expirationDateTime")) {
            if (Json.text(request.body(), required) == null) {
                return invalid("Missing or invalid property '" + required + "'.");
            }
        }
        for (String kind : Json.text(request.body(), "changeType").split(",")) {
            if (!Set.of("updated", "deleted").contains(kind.strip().toLowerCase())) {
                return invalid("Invalid 'changeType' attribute: '" + kind.strip() + "'.");
            }
        }
        String resource = Subscriptions.Subscription.plain(Json.text(request.body(), "resource"));
        if (!resource.matches("(?i)(users|groups)(/[^/]+(/members|/owners)?)?")) {
            return invalid("Invalid 'resource': '" + resource + "'.");
        }
        if (!request.may(resource.toLowerCase().startsWith("users") ? "User.Read.All" : "Group.Read.All")) {
            return Optional.of(GraphError.of(
                    403,
                    "ExtensionError",
                    "Operation: Create; Exception: [Status Code: Forbidden; Reason: Forbidden]"));
        }
        String clientState = Json.text(request.body(), "clientState");
        if (clientState != null && clientState.length() > LONGEST_CLIENT_STATE) {
            return invalid("The client state may have at most 128 characters.");
        }
        return checkExpiry(Json.text(request.body(), "expirationDateTime"));
    }

    private Optional<Answer> checkExpiry(String text) {
        Optional<Instant> expires = time(text);
        if (expires.isEmpty() || !expires.get().isAfter(clock.instant())) {
            return invalid("Subscription expiration must be a time in the future.");
        }
        // A minute's grace for clocks that differ.
        if (expires.get().isAfter(clock.instant().plus(LONGEST).plusSeconds(60))) {
            return invalid("Subscription expiration can only be " + LONGEST.toMinutes() + " minutes in the future.");
        }
        return Optional.empty();
    }

    private Answer renew(EntraTenant tenant, GraphRequest request, Subscriptions.Subscription one) {
        String text = Json.text(request.body(), "expirationDateTime");
        if (text == null || request.body().size() != 1) {
            return GraphError.of(400, "InvalidRequest", "Only expirationDateTime can be changed.");
        }
        return checkExpiry(text).orElseGet(() -> {
            var renewed = one.until(time(text).orElseThrow());
            tenant.subscriptions().put(renewed);
            return Answer.ok(write(renewed, request, "subscriptions/$entity"));
        });
    }

    private Answer list(EntraTenant tenant, GraphRequest request) {
        ObjectNode body = Json.object().put("@odata.context", request.root() + "/$metadata#subscriptions");
        ArrayNode value = body.putArray("value");
        tenant.subscriptions().listed().stream()
                .filter(one -> one.applicationId().equals(request.access().appId()))
                .forEach(one -> value.add(write(one, request, null)));
        return Answer.ok(body);
    }

    private static Answer with(
            EntraTenant tenant, GraphRequest request, Function<Subscriptions.Subscription, Answer> work) {
        String id = request.segments().get(1);
        return tenant.subscriptions()
                .find(id)
                .map(work)
                .orElseGet(() -> GraphError.of(404, "ResourceNotFound", "The object was not found."));
    }

    /** The full property set. The client state never comes back, so nobody can adopt a subscription that is not theirs. */
    private static ObjectNode write(Subscriptions.Subscription one, GraphRequest request, String context) {
        ObjectNode body = Json.object();
        if (context != null) {
            body.put("@odata.context", request.root() + "/$metadata#" + context);
        }
        return body.put("id", one.id())
                .put("resource", one.resource())
                .put("applicationId", one.applicationId())
                .put("changeType", one.changeType())
                .putNull("clientState")
                .put("notificationUrl", one.notificationUrl())
                .putNull("notificationQueryOptions")
                .put("lifecycleNotificationUrl", one.lifecycleUrl())
                .put("expirationDateTime", TIME.format(one.expires()))
                .put("creatorId", one.applicationId())
                .putNull("includeResourceData")
                .put("latestSupportedTlsVersion", one.latestTls())
                .putNull("encryptionCertificate")
                .putNull("encryptionCertificateId")
                .putNull("notificationUrlAppId");
    }

    private static Optional<Answer> invalid(String message) {
        return Optional.of(GraphError.of(400, "InvalidRequest", message));
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
