package dev.rollcall.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;

/** Speaks plain HTTP to a sandbox, as a stranger would. */
final class Wire implements AutoCloseable {
    record Reply(int status, HttpResponse<String> http, JsonNode json) {
        String header(String name) {
            return http.headers().firstValue(name).orElse(null);
        }
    }

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI root;
    private final Duration patience;

    Wire(URI root) {
        this(root, Duration.ofSeconds(20));
    }

    private Wire(URI root, Duration patience) {
        this.root = root;
        this.patience = patience;
    }

    /** Another one that gives up after so long; it wants closing too. */
    Wire patient(Duration howLong) {
        return new Wire(root, howLong);
    }

    Reply token(String tenant, String clientId, String secret) {
        return form(
                "/" + tenant + "/oauth2/v2.0/token",
                Map.of(
                        "grant_type",
                        "client_credentials",
                        "client_id",
                        clientId,
                        "client_secret",
                        secret,
                        "scope",
                        root + "/.default"));
    }

    String tokenOf(EntraTenant tenant) {
        return token(tenant.tenantId(), tenant.clientId(), tenant.clientSecret())
                .json()
                .path("access_token")
                .asText();
    }

    Reply form(String path, Map<String, String> fields) {
        String body = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return exchange(request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    Reply get(String path, String token) {
        return call("GET", path, token, null);
    }

    Reply lowPriority(String path, String token) {
        return exchange(
                request(path).header("Authorization", "Bearer " + token).header("x-ms-throttle-priority", "Low"));
    }

    Reply post(String path, String token, String body) {
        return call("POST", path, token, body);
    }

    Reply postWith(Map<String, String> headers, String path, String body) {
        HttpRequest.Builder request = request(path)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Type", "application/json");
        headers.forEach(request::header);
        return exchange(request);
    }

    Reply call(String method, String path, String token, String body) {
        HttpRequest.Builder request = request(path)
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Type", "application/json");
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return exchange(request);
    }

    private HttpRequest.Builder request(String path) {
        // Links come back absolute; everything else is under the sandbox's address.
        URI uri = path.startsWith("http") ? URI.create(path) : URI.create(root + path);
        return HttpRequest.newBuilder(uri).timeout(patience);
    }

    private Reply exchange(HttpRequest.Builder request) {
        try {
            // The request's own timeout ends with the head; a body may take longer.
            HttpResponse<String> answer = http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return new Reply(answer.statusCode(), answer, Json.read(answer.body()));
        } catch (ExecutionException | TimeoutException e) {
            throw new UncheckedIOException(new IOException(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
