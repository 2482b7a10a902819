package dev.rollcall.sandbox;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
    static Answer refusal(Switches.Refusal refusal) {
        Answer answer = of(refusal.status(), code(refusal.status()), "Please retry again later.");
        return refusal.retryAfter() == null ? answer : answer.with("Retry-After", refusal.retryAfter());
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
