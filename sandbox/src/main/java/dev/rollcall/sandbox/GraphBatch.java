package dev.rollcall.sandbox;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * {@code POST /$batch}: up to 20 reads, answered in any order.
 *
 * @see <a href="https://learn.microsoft.com/graph/json-batching">Combine multiple requests using JSON batching</a>
 */
final class GraphBatch {
    private static final int MOST = 20;

    private final GraphMeter meter;
    private final Random random;

    GraphBatch(GraphMeter meter, long seed) {
        this.meter = meter;
        this.random = new Random(seed);
    }

    Answer answer(EntraTenant tenant, GraphRequest outer) {
        JsonNode requests = outer.body().path("requests");
        if (!requests.isArray() || requests.isEmpty()) {
            return GraphError.of(400, "BadRequest", "Invalid batch payload format.");
        }
        if (requests.size() > MOST) {
            return GraphError.of(400, "BadRequest", "Number of batch request steps exceeds the maximum value of 20.");
        }
        Set<String> ids = new HashSet<>();
        List<ObjectNode> responses = new ArrayList<>();
        for (JsonNode request : requests) {
            String id = request.path("id").asText("");
            if (id.isEmpty() || !ids.add(id)) {
                return GraphError.of(400, "BadRequest", "Every batch request needs an id of its own.");
            }
            responses.add(response(id, inner(tenant, outer, request)));
        }
        Collections.shuffle(responses, random);
        ObjectNode body = Json.object();
        ArrayNode list = body.putArray("responses");
        responses.forEach(list::add);
        return Answer.ok(body);
    }

    private Answer inner(EntraTenant tenant, GraphRequest outer, JsonNode request) {
        String method = request.path("method").asText("");
        String url = request.path("url").asText("");
        tenant.patience().itemCame("POST /$batch", url);
        Answer answer = tenant.batchItemSwitches().next(null).orElse(null) instanceof Fault.Refuse refusal
                ? GraphError.refusal(refusal)
                : answer(tenant, outer, request, method, url);
        tenant.patience().itemAnswered(url, answer);
        return answer;
    }

    private Answer answer(EntraTenant tenant, GraphRequest outer, JsonNode request, String method, String url) {
        if (!method.equalsIgnoreCase("GET") || url.isEmpty()) {
            return GraphError.of(501, "NotImplemented", "Inside a batch the sandbox answers GET alone.");
        }
        String prefer = request.path("headers").path("Prefer").asText("");
        return meter.read(
                tenant,
                GraphRequest.of(
                        "GET",
                        url.startsWith("/") ? url : "/" + url,
                        prefer,
                        outer.priority(),
                        Json.read(""),
                        outer.root(),
                        outer.access()));
    }

    private static ObjectNode response(String id, Answer answer) {
        ObjectNode response = Json.object().put("id", id).put("status", answer.status());
        ObjectNode headers = response.putObject("headers");
        answer.headers().forEach(headers::put);
        headers.put("Content-Type", "application/json");
        if (answer.body() != null) {
            response.set("body", answer.body());
        }
        return response;
    }
}
