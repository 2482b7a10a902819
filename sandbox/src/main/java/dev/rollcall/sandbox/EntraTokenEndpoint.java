package dev.rollcall.sandbox;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;

/**
 * {@code POST /{tenant}/oauth2/v2.0/token} with client credentials, in the form or as basic authentication.
 *
 * @see <a href="https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow">Client credentials flow</a>
 */
final class EntraTokenEndpoint {
    static final String OPERATION = "POST /{tenant}/oauth2/v2.0/token";

    private final Tenants tenants;
    private final EntraTokens tokens;
    private final InstantSource clock;
    private final Turnstile turnstile;

    EntraTokenEndpoint(Tenants tenants, EntraTokens tokens, InstantSource clock, Turnstile turnstile) {
        this.tenants = tenants;
        this.tokens = tokens;
        this.clock = clock;
        this.turnstile = turnstile;
    }

    void handle(RoutingContext context) {
        Optional<EntraTenant> tenant = tenants.find(context.pathParam("tenant"));
        if (tenant.isEmpty()) {
            refusal(400, "invalid_request", 90002, "Tenant '" + context.pathParam("tenant") + "' not found.")
                    .send(context.response());
            return;
        }
        EntraTenant known = tenant.get();
        turnstile.pass(
                context,
                new Turnstile.Visit(OPERATION, known.tenantId(), "(not kept)"),
                // Entra's limits are not Graph's: nobody is early here for what Graph said.
                new Turnstile.Desk(known.switches(), known.callLog(), new Patience(clock), this::unavailable, null),
                () -> Future.succeededFuture(answer(known, context)));
    }

    private Answer answer(EntraTenant tenant, RoutingContext context) {
        MultiMap form = context.request().formAttributes();
        String clientId = form.get("client_id");
        String secret = form.get("client_secret");
        String basic = context.request().getHeader("Authorization");
        if (basic != null && basic.startsWith("Basic ")) {
            String[] pair =
                    new String(Base64.getDecoder().decode(basic.substring(6)), StandardCharsets.UTF_8).split(":", 2);
            clientId = pair[0];
            secret = pair.length > 1 ? pair[1] : "";
        }
        String grant = form.get("grant_type");
        String scope = form.get("scope");
        if (grant == null) {
            return refusal(
                    400,
                    "invalid_request",
                    900144,
                    "The request body must contain the following parameter: 'grant_type'.");
        }
        if (!grant.equals("client_credentials")) {
            return refusal(
                    400,
                    "unsupported_grant_type",
                    70003,
                    "The app requested an unsupported grant type '" + grant + "'.");
        }
        if (clientId == null) {
            return refusal(
                    400,
                    "invalid_request",
                    900144,
                    "The request body must contain the following parameter: 'client_id'.");
        }
        if (!clientId.equals(tenant.clientId())) {
            return refusal(
                    400,
                    "unauthorized_client",
                    700016,
                    "Application with identifier '" + clientId + "' was not found in the directory '"
                            + tenant.tenantId() + "'.");
        }
        if (!tenant.clientSecret().equals(secret)) {
            return refusal(401, "invalid_client", 7000215, "Invalid client secret provided.");
        }
        if (tenant.secretIsExpired()) {
            return refusal(
                    401,
                    "invalid_client",
                    7000222,
                    "The provided client secret keys for app '" + clientId + "' are expired.");
        }
        if (scope == null || !scope.endsWith("/.default")) {
            return refusal(
                    400,
                    "invalid_scope",
                    1002012,
                    "The provided value for scope " + scope
                            + " is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier.");
        }
        String audience = scope.substring(0, scope.length() - "/.default".length());
        ObjectNode token = Json.object()
                .put("token_type", "Bearer")
                .put("expires_in", tenant.tokenLife().toSeconds())
                .put("ext_expires_in", tenant.tokenLife().toSeconds())
                .put("access_token", tokens.issue(tenant, clientId, audience));
        return Answer.ok(token).with("Cache-Control", "no-store, no-cache").with("Pragma", "no-cache");
    }

    private Answer unavailable(Fault.Refuse fault) {
        Answer answer = refusal(
                fault.status(), "temporarily_unavailable", 90033, "A transient error has occurred. Please try again.");
        return fault.retryAfter() == null ? answer : answer.with("Retry-After", fault.retryAfter());
    }

    private Answer refusal(int status, String error, int code, String description) {
        String trace = UUID.randomUUID().toString();
        String correlation = UUID.randomUUID().toString();
        String time = DateTimeFormatter.ISO_INSTANT.format(clock.instant()).replace('T', ' ');
        ObjectNode body = Json.object()
                .put("error", error)
                .put(
                        "error_description",
                        "AADSTS" + code + ": " + description + " Trace ID: " + trace + " Correlation ID: " + correlation
                                + " Timestamp: " + time);
        body.putArray("error_codes").add(code);
        body.put("timestamp", time).put("trace_id", trace).put("correlation_id", correlation);
        return Answer.of(status, body).with("Cache-Control", "no-store, no-cache");
    }
}
