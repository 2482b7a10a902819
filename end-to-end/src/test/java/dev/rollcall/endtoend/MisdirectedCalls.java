package dev.rollcall.endtoend;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.rollcall.model.MessageType;
import dev.rollcall.model.Topics;
import dev.rollcall.testbed.Testbed;
import dev.rollcall.testbed.TopicWriter;

import static org.assertj.core.api.Assertions.assertThat;

/** Requests, notifications and records that are wrong and carry what must not come back or get into a log. */
final class MisdirectedCalls {

    /** Where the story itself puts records that nobody can read. */
    static final List<String> STREWN = List.of(
            Topics.USER_NOTICES,
            Topics.INITIAL_BATCHES,
            Topics.REQUESTS,
            Topics.OUTCOMES,
            Topics.PLANS,
            Topics.SETTINGS,
            Topics.ACCESS);

    private final WholeStack stack;
    private final Wire wire;
    private final Administrator administrator;
    private final MarkedPeople people;

    MisdirectedCalls(WholeStack stack, Wire wire, Administrator administrator, MarkedPeople people) {
        this.stack = stack;
        this.wire = wire;
        this.administrator = administrator;
        this.people = people;
    }

    /** Every secret of a good request in a bad one. */
    void beforeThereIsAnIntegration(Map<String, Object> request) {
        var json = Administrator.json(request);
        refused("POST", "/integrations", json.substring(0, json.length() - 1));
        refused("POST", "/integrations", json.replace('"', '\''));
        refused("POST", "/integrations", "[" + json + "]");
        for (var field : List.of("directory", "zenqms", "settings")) {
            refused("POST", "/integrations", Administrator.json(with(request, field, json)));
        }
        var secret = part(request, "directory").get("clientSecret").toString();
        var key = part(request, "zenqms").get("apiKey").toString();
        for (var field : part(request, "directory").keySet()) {
            if (!List.of("clientId", "clientSecret").contains(field)) {
                refusedWith(request, "directory", field, secret);
            }
            refusedWith(request, "directory", field, List.of(secret));
        }
        refusedWith(request, "directory", "tokenUrl", "https://user:" + key + "@login.example/" + secret);
        refusedWith(request, "directory", "graphUrl", "https://graph.example/?token=" + secret);
        refusedWith(request, "zenqms", "baseUrl", key);
        refusedWith(request, "zenqms", "apiKey", Map.of("value", key));
        refusedWith(request, "zenqms", "wire", Map.of("auth-header", "Bearer " + key));
        refusedWith(request, "zenqms", "wire", Map.of("auth-prefix", key + "\u00fc"));
        refusedWith(request, "zenqms", "wire", Map.of("field-case", key));
        refusedWith(request, "zenqms", "wire", Map.of("status-field", key));
        refusedWith(request, "settings", "initialSync", secret);
        refusedWith(request, "settings", "brakePercent", secret);
    }

    void whileItIsActive(String integration, Map<String, Object> request) {
        var subscription = stack.mirror().subscriptions().getLast();
        atTheManager(integration, request);
        atTheIngress(MarkedSecrets.integrationKey(subscription), MarkedSecrets.clientState(subscription));
        atTheWorkers();
        onTheTopics(integration);
    }

    private void atTheManager(String integration, Map<String, Object> request) {
        var json = Administrator.json(request);
        assertThat(administrator.send("GET", "/integrations", null, stack.keys().apiToken() + "x"))
                .isEqualTo(401);
        assertThat(administrator.send("POST", "/integrations", json, people.stray()))
                .isEqualTo(401);
        // The app registration is in use.
        assertThat(administrator.send("POST", "/integrations", json)).isEqualTo(409);
        refused("PATCH", "/integrations/" + integration, json.substring(1));
        refused("PATCH", "/integrations/" + integration, "{\"zenqms\": " + json + "}");
        refused("POST", "/integrations/" + integration + "/runs", "{\"mode\": \"" + people.stray() + "\"}");
        assertThat(administrator.send("PUT", "/integrations/" + integration, json))
                .isEqualTo(405);
        assertThat(administrator.send("GET", "/runs/none", null)).isEqualTo(404);
    }

    private void atTheIngress(String key, String clientState) {
        var item = "{\"changeType\":\"updated\",\"clientState\":\"" + clientState + "\",\"resource\":\""
                + people.stray() + "\",\"subscriptionId\":\"" + clientState + "\",\"resourceData\":{\"mail\":\""
                + people.stray() + "\"}}";
        notify(key, "{\"value\":[" + item, 400);
        notify(key, item, 400);
        notify(key, "{\"value\":" + item + "}", 400);
        notify(key, "{\"value\":[" + item + "]}", 202);
        notify(key, "{\"value\":[" + item.replace(clientState, clientState + "x") + "]}", 202);
        notify(key + "x", "{\"value\":[" + item + "]}", 202);
        var publicDoor = stack.ingress().uri("/graph/" + key + "/notifications");
        wire.send("PUT", publicDoor, item);
        wire.send("POST", stack.ingress().uri("/graph/" + key + "/" + clientState), item);
        wire.send("POST", publicDoor, "{\"value\":[]}", "traceparent", clientState);
    }

    private void notify(String key, String body, int status) {
        var answer = wire.send("POST", stack.ingress().uri("/graph/" + key + "/notifications"), body);
        assertThat(answer.statusCode()).isEqualTo(status);
    }

    /** They have no API; somebody may try all the same. */
    private void atTheWorkers() {
        for (var worker : stack.workers()) {
            wire.send("POST", worker.uri("/api/v1/integrations"), people.stray());
            wire.send("POST", worker.uri("/q/health"), people.stray());
        }
    }

    private void onTheTopics(String integration) {
        try (var writer = new TopicWriter(Testbed.kafka().bootstrapServers())) {
            for (var topic : STREWN) {
                for (var type : MessageType.values()) {
                    if (type.topic().equals(topic)) {
                        strew(writer, topic, type.ceType(), integration);
                    }
                }
            }
        }
    }

    private void strew(TopicWriter writer, String topic, String ceType, String integration) {
        var envelope = "\"envelope\":{\"integrationId\":\"" + integration
                + "\",\"cause\":\"INITIAL_SYNC\",\"mode\":\"PLAN\",\"settingsVersion\":1}";
        var stray = people.stray();
        for (var value : List.of(
                stray,
                "{" + envelope + ",\"subjectId\":\"" + stray + "\"",
                "{\"envelope\":\"" + stray + "\"}",
                "{" + envelope + ",\"subjectId\":{\"value\":\"" + stray + "\"},\"sequence\":\"" + stray
                        + "\",\"version\":\"" + stray + "\",\"batch\":\"" + stray + "\",\"outcome\":\"" + stray
                        + "\",\"noticedAt\":\"" + stray + "\",\"at\":\"" + stray + "\"}")) {
            writer.send(topic, integration + "/" + stray, ceType, value);
        }
    }

    private void refusedWith(Map<String, Object> request, String part, String field, Object value) {
        refused(
                "POST",
                "/integrations",
                Administrator.json(with(request, part, with(part(request, part), field, value))));
    }

    private void refused(String method, String path, String body) {
        assertThat(administrator.send(method, path, body))
                .as(method + " " + path)
                .isEqualTo(400);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> part(Map<String, Object> request, String part) {
        return (Map<String, Object>) request.get(part);
    }

    private static Map<String, Object> with(Map<String, Object> map, String field, Object value) {
        var copy = new LinkedHashMap<>(map);
        copy.put(field, value);
        return copy;
    }
}
