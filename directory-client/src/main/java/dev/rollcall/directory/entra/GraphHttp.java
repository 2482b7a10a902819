package dev.rollcall.directory.entra;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import dev.rollcall.directory.DirectoryException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** One call to Graph: sent to the base URL's host only, bounded in time as a whole, its status told apart once. */
final class GraphHttp {

    /** Graph's page of users takes well under a second; a call that takes longer than this has failed. */
    static final Duration TIMEOUT = Duration.ofSeconds(20);

    /** Handshakes of both URLs run inside this call, up to 10 s each. */
    static final Duration SUBSCRIBE_TIMEOUT = Duration.ofSeconds(40);

    static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final HttpClient http;
    private final URI base;
    private final Supplier<String> token;

    GraphHttp(HttpClient http, URI base, Supplier<String> token) {
        this.http = http;
        this.base = base;
        this.token = token;
    }

    String token() {
        return token.get();
    }

    /** @param path below the version, with query, such as {@code users/delta?$select=id} */
    URI v1(String path) {
        var root = base.toString().replaceAll("/+$", "");
        return URI.create(root + "/v1.0/" + path);
    }

    JsonNode get(URI uri, Priority priority) {
        return json(send(request(uri, TIMEOUT, priority).GET().build(), TIMEOUT));
    }

    JsonNode post(URI uri, JsonNode body, Duration timeout, Priority priority) {
        var request = request(uri, timeout, priority)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(bytes(body)))
                .build();
        return json(send(request, timeout));
    }

    JsonNode patch(URI uri, JsonNode body) {
        var request = request(uri, TIMEOUT, Priority.NORMAL)
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofByteArray(bytes(body)))
                .build();
        return json(send(request, TIMEOUT));
    }

    void delete(URI uri) {
        send(request(uri, TIMEOUT, Priority.NORMAL).DELETE().build(), TIMEOUT);
    }

    /** Graph throttles low priority first, so bulk work makes room for live changes. */
    enum Priority {
        LOW("Low"),
        NORMAL("Normal");

        private final String header;

        Priority(String header) {
            this.header = header;
        }
    }

    private HttpRequest.Builder request(URI uri, Duration timeout, Priority priority) {
        if (!sameHost(uri)) {
            throw new DirectoryException.Rejected(
                    0,
                    "foreign-host",
                    "The directory gave a link to another host than the configured one; not followed.");
        }
        return HttpRequest.newBuilder(uri)
                .timeout(timeout)
                .header("Authorization", "Bearer " + token.get())
                .header("Accept", "application/json")
                .header("client-request-id", UUID.randomUUID().toString())
                .header("x-ms-throttle-priority", priority.header);
    }

    private boolean sameHost(URI uri) {
        return base.getScheme().equalsIgnoreCase(uri.getScheme())
                && base.getAuthority().equalsIgnoreCase(uri.getAuthority());
    }

    private HttpResponse<byte[]> send(HttpRequest request, Duration timeout) {
        // The request's own timeout ends with the headers; a body that trickles must end too.
        var call = http.sendAsync(request, BodyHandlers.ofByteArray());
        try {
            var response = call.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() >= 300) {
                throw GraphErrors.of(response);
            }
            return response;
        } catch (TimeoutException e) {
            call.cancel(true);
            throw new DirectoryException.Unavailable(
                    "The directory did not answer within " + timeout.toSeconds() + " s.", null, e);
        } catch (ExecutionException e) {
            throw unreachable(e.getCause());
        } catch (InterruptedException e) {
            call.cancel(true);
            Thread.currentThread().interrupt();
            throw new DirectoryException.Unavailable("Interrupted while asking the directory.", null, e);
        }
    }

    private static DirectoryException unreachable(Throwable cause) {
        if (cause instanceof DirectoryException known) {
            return known;
        }
        return new DirectoryException.Unavailable(
                "The directory can't be reached: " + cause.getClass().getSimpleName() + ".", null, cause);
    }

    private static JsonNode json(HttpResponse<byte[]> response) {
        try {
            if (response.body().length == 0) {
                return JSON.createObjectNode();
            }
            var node = JSON.readTree(response.body());
            if (node != null && node.isObject()) {
                return node;
            }
        } catch (IOException e) {
            // falls through: the answer is not Graph's
        }
        throw new DirectoryException.Unavailable(
                "Something answered in the directory's place, but not with JSON: check the Graph URL and any proxy.",
                null,
                null);
    }

    private static byte[] bytes(JsonNode body) {
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
