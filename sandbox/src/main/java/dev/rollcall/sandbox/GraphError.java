package dev.rollcall.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.UUID;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Graph's error shape.
 *
 * @see <a href="https://learn.microsoft.com/graph/errors">Microsoft Graph error responses</a>
 */
final class GraphError {
    private GraphError() {}

    static Answer of(int status, String code, String message) {
        ObjectNode body = Json.object();
        ObjectNode error = body.putObject("error").put("code", code).put("message", message);
        String requestId = UUID.randomUUID().toString();
        error.putObject("innerError")
                .put(
                        "date",
                        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString().replace("Z", ""))
                .put("request-id", requestId)
                .put("client-request-id", requestId);
        return Answer.of(status, body).with("request-id", requestId);
    }

    static Answer badRequest(String message) {
        return of(400, "Request_BadRequest", message);
    }

    static Answer notFound(String id) {
        return of(
                404,
                "Request_ResourceNotFound",
                "Resource '" + id
                        + "' does not exist or one of its queried reference-property objects are not present.");
    }

    static Answer denied() {
        return of(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.");
    }

    /** A fault switched on from outside, in Graph's words. */
    static Answer refusal(Fault.Refuse refusal) {
        Answer answer = of(refusal.status(), code(refusal.status()), "Please retry again later.");
        return refusal.retryAfter() == null ? answer : answer.with("Retry-After", refusal.retryAfter());
    }

    /** Too many resource units; the wait may hold a fraction of a second. */
    static Answer throttled(EntraTokens.Access access, Duration wait) {
        Answer answer = of(429, "TooManyRequests", "Please retry again later.");
        ((ObjectNode) answer.body().path("error").path("innerError"))
                .put("code", "429")
                .put("message", "Please retry after")
                .put("status", "429");
        return answer.with("Retry-After", String.format(Locale.ROOT, "%.3f", wait.toMillis() / 1000.0))
                .with("x-ms-throttle-scope", "Tenant_Application/ReadWrite/" + access.appId() + "/" + access.tenantId())
                .with("x-ms-throttle-information", "ResourceUnitLimitExceeded");
    }

    private static String code(int status) {
        return switch (status) {
            case 401 -> "InvalidAuthenticationToken";
            case 403 -> "Authorization_RequestDenied";
            case 404 -> "Request_ResourceNotFound";
            case 429 -> "TooManyRequests";
            case 503 -> "ServiceUnavailable";
            case 504 -> "GatewayTimeout";
            default -> status < 500 ? "BadRequest" : "InternalServerError";
        };
    }
}
