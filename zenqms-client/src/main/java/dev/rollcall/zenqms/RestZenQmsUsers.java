package dev.rollcall.zenqms;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.rollcall.model.MappedFields;
import dev.rollcall.model.RetryAfter;
import dev.rollcall.model.ZenQmsUserId;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * ZenQMS over its public API v2. Verbs and paths are published; bodies, paging and the header are settings
 * ({@link ZenQmsWire}).
 */
public final class RestZenQmsUsers implements ZenQmsUsers {

    private final HttpClient http;
    private final String base;
    private final String apiKey;
    private final ZenQmsWire wire;
    private final Duration timeout;
    private final UserJson json;

    /**
     * @param http shared; HTTP/1.1, follows no redirects
     * @param timeout a call that takes longer, body and all, has failed as far as we can know; shorter than any lease
     */
    public RestZenQmsUsers(HttpClient http, URI baseUrl, String apiKey, ZenQmsWire wire, Duration timeout) {
        this.http = http;
        this.base = baseUrl.toString().replaceAll("/+$", "");
        this.apiKey = apiKey;
        this.wire = wire;
        this.timeout = timeout;
        this.json = new UserJson(wire);
    }

    @Override
    public UserPage search(UserSearch search, int page) {
        var body = body(send("POST", "/v2/users/search", json.write(search, page)));
        if (body == null || !UserJson.isPage(body)) {
            throw notZenQms();
        }
        return json.readPage(body, page);
    }

    @Override
    public ZenQmsUser create(MappedFields fields) {
        var body = body(send("POST", "/v2/users", json.write(fields)));
        var user = body == null ? null : UserJson.read(body);
        if (user == null) {
            throw notZenQms();
        }
        return user;
    }

    @Override
    public void patch(ZenQmsUserId id, MappedFields changes) {
        send("PATCH", path(id), json.write(changes));
    }

    @Override
    public void clearExternalId(ZenQmsUserId id) {
        send("PATCH", path(id), json.writeCleared());
    }

    private static String path(ZenQmsUserId id) {
        return "/v2/users/" + URLEncoder.encode(id.value(), StandardCharsets.UTF_8);
    }

    private HttpResponse<byte[]> send(String method, String path, JsonNode body) {
        var request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(timeout)
                .header(wire.authHeader(), wire.authPrefix() + apiKey)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .method(method, BodyPublishers.ofByteArray(bytes(body)))
                .build();
        // The request's own timeout ends with the headers; a body that trickles must end too.
        var call = http.sendAsync(request, BodyHandlers.ofByteArray());
        try {
            return checked(call.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            call.cancel(true);
            throw new ZenQmsException.Unavailable(
                    "ZenQMS did not answer within " + timeout.toSeconds() + " s.", null, e);
        } catch (ExecutionException e) {
            throw new ZenQmsException.Unavailable(
                    "ZenQMS can't be reached: " + e.getCause().getClass().getSimpleName() + ".", null, e.getCause());
        } catch (InterruptedException e) {
            call.cancel(true);
            Thread.currentThread().interrupt();
            throw new ZenQmsException.Unavailable("Interrupted while asking ZenQMS.", null, e);
        }
    }

    /** Status to category, in one place. The shape of error bodies is not published, so only the status counts. */
    private static HttpResponse<byte[]> checked(HttpResponse<byte[]> response) {
        var status = response.statusCode();
        if (status < 300) {
            return response;
        }
        throw switch (status) {
            case 401 ->
                new ZenQmsException.AccessDenied(
                        401, "ZenQMS does not accept the API key (401): is it the right one, and activated?");
            case 403 ->
                new ZenQmsException.AccessDenied(
                        403, "ZenQMS forbids this call (403): the API token lacks the access it needs.");
            // Only a change names a user who may be missing; searching and creating are always there.
            case 404 ->
                response.request().method().equals("PATCH")
                        ? new ZenQmsException.NotFound("ZenQMS does not know this user (404).")
                        : notZenQms();
            case 409 -> new ZenQmsException.Conflict("ZenQMS reports a conflict (409).");
            case 408, 425, 429 ->
                ZenQmsException.Unavailable.slowDown(
                        "ZenQMS asks us to slow down (" + status + ").", retryAfter(response));
            default ->
                status >= 500 || status < 400
                        ? new ZenQmsException.Unavailable(
                                "ZenQMS is in trouble (" + status + ").", retryAfter(response), null)
                        : new ZenQmsException.Rejected(status, "ZenQMS refuses these values (" + status + ").");
        };
    }

    private static Duration retryAfter(HttpResponse<?> response) {
        return RetryAfter.parse(response.headers().firstValue("Retry-After").orElse(null), Instant.now());
    }

    /** Null when the answer is not JSON. */
    private static JsonNode body(HttpResponse<byte[]> response) {
        try {
            return UserJson.MAPPER.readTree(response.body());
        } catch (IOException e) {
            return null;
        }
    }

    private static ZenQmsException notZenQms() {
        return new ZenQmsException.Unavailable(
                "Something answered in ZenQMS's place, but not as its API does: check the base URL"
                        + " (the API's host is public-api.zenqms.com, not app.zenqms.com).",
                null,
                null);
    }

    private static byte[] bytes(JsonNode body) {
        try {
            return UserJson.MAPPER.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
