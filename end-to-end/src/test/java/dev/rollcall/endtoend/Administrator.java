package dev.rollcall.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.rollcall.sandbox.EntraTenant;
import dev.rollcall.sandbox.ZenQmsAccount;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Sets up integrations through the manager's API and reads its run log. */
final class Administrator {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final WholeStack stack;
    private final Wire wire;

    Administrator(WholeStack stack, Wire wire) {
        this.stack = stack;
        this.wire = wire;
    }

    /** Its id. */
    String create(EntraTenant tenant, ZenQmsAccount account) {
        return call("POST", "/integrations", request(tenant, account), 201)
                .path("id")
                .asText();
    }

    /** The run's id. */
    String activate(String integration) {
        return call("POST", "/integrations/" + integration + "/activate", null, 202)
                .path("runId")
                .asText();
    }

    /** The run that removes it. */
    String remove(String integration) {
        return call("DELETE", "/integrations/" + integration, null, 202)
                .path("runId")
                .asText();
    }

    /** Everybody again. */
    String begin(String integration) {
        return begin(integration, "apply");
    }

    String preview(String integration) {
        return begin(integration, "plan");
    }

    /** Each check, by its id. */
    Map<String, String> testConnections(String integration) {
        return statuses(call("POST", "/integrations/" + integration + "/connection-test", null, 200));
    }

    /** The same of what is not saved. */
    Map<String, String> testConnections(Map<String, Object> request) {
        return statuses(call("POST", "/connection-tests", request, 200));
    }

    private static Map<String, String> statuses(JsonNode test) {
        var statuses = new LinkedHashMap<String, String>();
        test.path("checks")
                .forEach(check -> statuses.put(
                        check.path("id").asText(), check.path("status").asText()));
        return statuses;
    }

    private String begin(String integration, String mode) {
        return call("POST", "/integrations/" + integration + "/runs", Map.of("mode", mode), 202)
                .path("runId")
                .asText();
    }

    JsonNode awaitEnd(String run) {
        await().atMost(PATIENCE).until(() -> get("/runs/" + run).hasNonNull("ended"));
        return get("/runs/" + run);
    }

    JsonNode get(String path) {
        return call("GET", path, null, 200);
    }

    JsonNode patch(String path, Object body) {
        return call("PATCH", path, body, 200);
    }

    /** As a browser or a script would send it, right or wrong. */
    int send(String method, String path, String body) {
        return send(method, path, body, stack.keys().apiToken());
    }

    int send(String method, String path, String body, String token) {
        return wire.send(method, stack.manager().uri("/api/v1" + path), body, "Authorization", "Bearer " + token)
                .statusCode();
    }

    Map<String, Object> request(EntraTenant tenant, ZenQmsAccount account) {
        var vendors = stack.mirror().uri().toString();
        var login = vendors + "/" + tenant.tenantId() + "/oauth2/v2.0/";
        var directory = new LinkedHashMap<String, Object>();
        directory.put("kind", "entra");
        directory.put("authorizeUrl", login + "authorize");
        directory.put("tokenUrl", login + "token");
        directory.put("clientId", tenant.clientId());
        directory.put("clientSecret", tenant.clientSecret());
        directory.put("graphUrl", vendors);
        var request = new LinkedHashMap<String, Object>();
        request.put("name", "End to end " + tenant.tenantId());
        request.put("directory", directory);
        request.put("zenqms", new LinkedHashMap<>(Map.of("baseUrl", vendors, "apiKey", account.apiKey())));
        request.put("settings", Map.of("zenQmsRequestsPerSecond", 200, "zenQmsConcurrency", 8));
        return request;
    }

    private JsonNode call(String method, String path, Object body, int status) {
        var response = wire.send(
                method,
                stack.manager().uri("/api/v1" + path),
                body == null ? null : json(body),
                "Authorization",
                "Bearer " + stack.keys().apiToken());
        assertThat(response.statusCode()).as(method + " " + path).isEqualTo(status);
        return read(response.body());
    }

    static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
