package dev.rollcall.sandbox;

import java.util.Optional;
import java.util.UUID;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/** Everything under {@code /v1.0}: the token decides whose directory it is. */
final class GraphApi {
    private static final String VERSION = "/v1.0";

    private final Tenants tenants;
    private final EntraTokens tokens;
    private final GraphMeter meter;
    private final GraphBatch batch;
    private final GraphSubscriptions subscriptions;
    private final Turnstile turnstile;

    GraphApi(
            Tenants tenants,
            EntraTokens tokens,
            GraphMeter meter,
            GraphBatch batch,
            GraphSubscriptions subscriptions,
            Turnstile turnstile) {
        this.tenants = tenants;
        this.tokens = tokens;
        this.meter = meter;
        this.batch = batch;
        this.subscriptions = subscriptions;
        this.turnstile = turnstile;
    }

    void handle(RoutingContext context) {
        HttpServerRequest http = context.request();
        context.response().putHeader("request-id", UUID.randomUUID().toString());
        Optional.ofNullable(http.getHeader("client-request-id"))
                .ifPresent(id -> context.response().putHeader("client-request-id", id));

        Optional<EntraTokens.Access> access = tokens.verify(http.getHeader("Authorization"));
        Optional<EntraTenant> tenant = access.flatMap(known -> tenants.find(known.tenantId()));
        if (tenant.isEmpty()) {
            badToken().send(context.response());
            return;
        }
        String body = Optional.ofNullable(context.body().asString()).orElse("");
        GraphRequest request = GraphRequest.of(
                http.method().name(),
                http.uri().substring(VERSION.length()),
                http.getHeader("Prefer"),
                http.getHeader("x-ms-throttle-priority"),
                Json.read(body),
                http.scheme() + "://" + http.authority() + VERSION,
                access.get());
        turnstile.pass(
                context,
                new Turnstile.Visit(request.operation(), tenant.get().tenantId(), body),
                new Turnstile.Desk(
                        tenant.get().switches(),
                        tenant.get().callLog(),
                        tenant.get().patience(),
                        GraphError::refusal,
                        null),
                () -> answer(tenant.get(), request));
    }

    private static Answer badToken() {
        return GraphError.of(
                        401,
                        "InvalidAuthenticationToken",
                        "Access token is empty, has expired or is not yet valid, or its signature is not ours.")
                .with("WWW-Authenticate", "Bearer realm=\"\"");
    }

    private Future<Answer> answer(EntraTenant tenant, GraphRequest request) {
        if (tenant.faults().tokens().refuses(request.access().number())) {
            return Future.succeededFuture(badToken());
        }
        String first = request.segments().isEmpty() ? "" : request.segments().get(0);
        if (first.equals("subscriptions")) {
            return subscriptions.answer(tenant, request);
        }
        if (first.equals("$batch") && request.method().equals("POST")) {
            return Future.succeededFuture(batch.answer(tenant, request));
        }
        if (!request.method().equals("GET")) {
            return Future.succeededFuture(GraphError.of(
                    405, "Request_BadRequest", "Specified HTTP method is not allowed for the request target."));
        }
        return Future.succeededFuture(meter.read(tenant, request));
    }
}
