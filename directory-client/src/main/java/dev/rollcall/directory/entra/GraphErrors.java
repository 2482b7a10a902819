package dev.rollcall.directory.entra;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.regex.Pattern;

import dev.rollcall.directory.DirectoryException;
import dev.rollcall.model.RetryAfter;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Status and error code to category, in one place.
 *
 * @see <a href="https://learn.microsoft.com/graph/errors">Graph errors</a>
 */
public final class GraphErrors {

    /** Graph's codes are words. What else may stand there, an echo of the token say, is nobody's to repeat. */
    private static final Pattern CODE = Pattern.compile("[A-Za-z][A-Za-z_.]{0,63}");

    private static final Pattern ID = Pattern.compile("\\b[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\\b");

    private GraphErrors() {}

    static DirectoryException of(HttpResponse<byte[]> response) {
        JsonNode body = null;
        try {
            body = GraphHttp.JSON.readTree(response.body());
        } catch (IOException e) {
            // An error page of something in between: the status says enough.
        }
        // Of a subscription, say, it only means that it is gone.
        if (response.statusCode() == 410 && response.uri().getPath().endsWith("/delta")) {
            return feedLost();
        }
        return of(
                response.statusCode(),
                body,
                response.headers().firstValue("Retry-After").orElse(null));
    }

    /** @param retryAfter the header's text; null without one */
    static DirectoryException of(int status, JsonNode body, String retryAfter) {
        var code = code(body);
        if (status == 401 || status == 403) {
            return new DirectoryException.AccessDenied(
                    status,
                    status == 401
                            ? "The directory does not accept our token (" + orStatus(code, status) + ")."
                            : "The directory forbids this call (" + orStatus(code, status)
                                    + "): a permission or its admin consent is missing, or a quota is used up.");
        }
        if (code.equalsIgnoreCase("syncStateNotFound") || code.equalsIgnoreCase("resyncRequired")) {
            return feedLost();
        }
        if (status == 429 || status == 408 || status >= 500) {
            return new DirectoryException.Unavailable(
                    status == 429
                            ? "The directory asks us to slow down (429)."
                            : "The directory is in trouble (" + status + ").",
                    RetryAfter.parse(retryAfter, Instant.now()),
                    null);
        }
        if (status >= 300 && status < 400) {
            return new DirectoryException.Unavailable(
                    "Something answered in the directory's place with a redirect: check the Graph URL.", null, null);
        }
        return new DirectoryException.Rejected(
                status,
                code,
                "The directory refused the request (" + orStatus(code, status) + ").",
                status == 409 ? existing(body) : null);
    }

    private static DirectoryException feedLost() {
        return new DirectoryException.FeedLost("The directory forgot where we were in its change feed.");
    }

    /**
     * What is in the way of a second subscription stands in a sentence: "Subscription Id … already exists for the requested
     * combination". Of its words only an id is believed.
     *
     * @see <a href="https://learn.microsoft.com/graph/change-notifications-delivery-webhooks">duplicate subscriptions</a>
     */
    private static String existing(JsonNode body) {
        var message = body == null ? "" : body.path("error").path("message").asText("");
        var id = ID.matcher(message);
        return id.find() ? id.group() : null;
    }

    /** Graph's error code, if it is a word; else empty. */
    public static String code(JsonNode body) {
        var code = body == null ? "" : body.path("error").path("code").asText("");
        return CODE.matcher(code).matches() ? code : "";
    }

    private static String orStatus(String code, int status) {
        return code.isEmpty() ? String.valueOf(status) : status + " " + code;
    }
}
