package dev.rollcall.directory.entra;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.rollcall.directory.DirectoryException;
import dev.rollcall.directory.DirectoryLook;
import dev.rollcall.directory.DirectoryUsers;
import dev.rollcall.model.SubjectId;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Looks at people in JSON batches.
 *
 * <p>A 404 means nothing by itself: a replica may lag, the person may be restorable, the token may be for another tenant.
 * So whoever is not found is asked for among the deleted items, and beside them the same answers must show somebody known
 * to exist.
 *
 * @see <a href="https://learn.microsoft.com/graph/json-batching">JSON batching</a>
 */
final class EntraDirectoryUsers implements DirectoryUsers {

    /** Graph refuses a batch with more requests. */
    static final int MAX_BATCH = 20;

    private final GraphHttp graph;
    private final String tenantId;

    EntraDirectoryUsers(GraphHttp graph, String tenantId) {
        this.graph = graph;
        this.tenantId = tenantId;
    }

    @Override
    public Map<SubjectId, DirectoryLook> look(Collection<SubjectId> subjects, Optional<SubjectId> witness) {
        var looks = new LinkedHashMap<SubjectId, DirectoryLook>();
        for (var chunk : chunks(List.copyOf(subjects), MAX_BATCH)) {
            looks.putAll(lookAtChunk(chunk, witness));
        }
        return looks;
    }

    private Map<SubjectId, DirectoryLook> lookAtChunk(List<SubjectId> chunk, Optional<SubjectId> witness) {
        var answers = batch(chunk.stream().map(EntraDirectoryUsers::userUrl).toList());
        var looks = new LinkedHashMap<SubjectId, DirectoryLook>();
        var absent = new ArrayList<SubjectId>();
        for (int i = 0; i < chunk.size(); i++) {
            switch (Answer.of(answers.get(i))) {
                case Answer.Found(var user) ->
                    looks.put(chunk.get(i), new DirectoryLook.Present(GraphUser.person(user)));
                case Answer.Absent() -> absent.add(chunk.get(i));
                case Answer.Failed(var unreadable) -> looks.put(chunk.get(i), unreadable);
            }
        }
        // One place is the witness's.
        for (var part : chunks(absent, MAX_BATCH - 1)) {
            looks.putAll(lookAmongDeleted(part, witness));
        }
        return looks;
    }

    private Map<SubjectId, DirectoryLook> lookAmongDeleted(List<SubjectId> absent, Optional<SubjectId> witness) {
        var urls = new ArrayList<String>();
        absent.forEach(id -> urls.add("/directory/deletedItems/" + path(id) + "?$select=id"));
        witness.ifPresent(id -> urls.add(userUrl(id)));
        var answers = batch(urls);
        var believed = tokenIsForTenant()
                && witness.isPresent()
                && Answer.of(answers.get(absent.size())) instanceof Answer.Found;
        var looks = new HashMap<SubjectId, DirectoryLook>();
        for (int i = 0; i < absent.size(); i++) {
            looks.put(
                    absent.get(i),
                    switch (Answer.of(answers.get(i))) {
                        case Answer.Found ignored when tokenIsForTenant() -> new DirectoryLook.SoftDeleted();
                        case Answer.Found ignored -> new DirectoryLook.NotBelieved();
                        case Answer.Absent() when believed -> new DirectoryLook.Gone();
                        case Answer.Absent() -> new DirectoryLook.NotBelieved();
                        case Answer.Failed(var unreadable) -> unreadable;
                    });
        }
        return looks;
    }

    /** An opaque token can't be read; the manager compared its tenant when it sealed it. */
    private boolean tokenIsForTenant() {
        return tenantId == null
                || TokenTenant.of(graph.token()).map(tenantId::equalsIgnoreCase).orElse(true);
    }

    /** The inner answers in the order of the URLs; Graph sends them in any order. */
    private List<JsonNode> batch(List<String> urls) {
        var body = GraphHttp.JSON.createObjectNode();
        var requests = body.putArray("requests");
        for (int i = 0; i < urls.size(); i++) {
            requests.addObject()
                    .put("id", String.valueOf(i))
                    .put("method", "GET")
                    .put("url", urls.get(i));
        }
        var answer = graph.post(graph.v1("$batch"), body, GraphHttp.TIMEOUT, GraphHttp.Priority.NORMAL);
        var byId = new HashMap<String, JsonNode>();
        answer.path("responses").forEach(r -> byId.put(r.path("id").asText(), r));
        var inOrder = new ArrayList<JsonNode>();
        for (int i = 0; i < urls.size(); i++) {
            inOrder.add(byId.getOrDefault(
                    String.valueOf(i), GraphHttp.JSON.createObjectNode().put("status", 503)));
        }
        return inOrder;
    }

    /** One inner answer of a batch. */
    private sealed interface Answer {
        record Found(JsonNode user) implements Answer {}

        record Absent() implements Answer {}

        record Failed(DirectoryLook.Unreadable unreadable) implements Answer {}

        static Answer of(JsonNode response) {
            var status = response.path("status").asInt(503);
            var body = response.path("body");
            if (status == 200 && body.path("id").isTextual()) {
                return new Found(body);
            }
            if (status == 404) {
                return new Absent();
            }
            var error = status == 200
                    ? new DirectoryException.Unavailable("The directory answered without a person.", null, null)
                    : GraphErrors.of(
                            status,
                            body,
                            response.path("headers").path("Retry-After").asText(null));
            return switch (error) {
                // Inside a batch too, a refusal is the integration's, not a person's.
                case DirectoryException.AccessDenied denied -> throw denied;
                case DirectoryException.Unavailable unavailable ->
                    new Failed(new DirectoryLook.Unreadable(unavailable.getMessage(), unavailable.retryAfter()));
                case DirectoryException.Rejected rejected ->
                    new Failed(new DirectoryLook.Unreadable(rejected.getMessage(), Optional.empty()));
                case DirectoryException.FeedLost lost ->
                    new Failed(new DirectoryLook.Unreadable(lost.getMessage(), Optional.empty()));
            };
        }
    }

    private static String userUrl(SubjectId id) {
        return "/users/" + path(id) + "?" + GraphUser.SELECT;
    }

    private static String path(SubjectId id) {
        return URLEncoder.encode(id.value(), StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static <T> List<List<T>> chunks(List<T> all, int size) {
        var chunks = new ArrayList<List<T>>();
        for (int i = 0; i < all.size(); i += size) {
            chunks.add(all.subList(i, Math.min(all.size(), i + size)));
        }
        return chunks;
    }
}
