package dev.rollcall.directory.entra;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import dev.rollcall.directory.DirectoryLook;
import dev.rollcall.directory.DirectoryUsers;
import dev.rollcall.model.PersonAttribute;
import dev.rollcall.model.SubjectId;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Looks at people in JSON batches.
 *
 * <p>A 404 means nothing by itself: a replica may lag, the person may be restorable, the token may be for another tenant.
 * So whoever is not found is asked for among the deleted items, and beside them the same answers must show somebody known
 * to exist. One of several is enough: a single one may have left unnoticed.
 *
 * @see <a href="https://learn.microsoft.com/graph/json-batching">JSON batching</a>
 */
final class EntraDirectoryUsers implements DirectoryUsers {

    /** Graph refuses a batch with more requests. */
    static final int MAX_BATCH = 20;

    private final GraphHttp graph;
    private final String tenantId;
    private final Set<PersonAttribute> attributes;

    EntraDirectoryUsers(GraphHttp graph, String tenantId, Set<PersonAttribute> attributes) {
        this.graph = graph;
        this.tenantId = tenantId;
        this.attributes = attributes;
    }

    @Override
    public Map<SubjectId, DirectoryLook> look(
            Collection<SubjectId> subjects, Supplier<? extends Collection<SubjectId>> witnesses) {
        var looks = new LinkedHashMap<SubjectId, DirectoryLook>();
        for (var chunk : chunks(List.copyOf(subjects), MAX_BATCH)) {
            looks.putAll(lookAtChunk(chunk, witnesses));
        }
        return looks;
    }

    private Map<SubjectId, DirectoryLook> lookAtChunk(
            List<SubjectId> chunk, Supplier<? extends Collection<SubjectId>> witnesses) {
        var answers = batch(chunk.stream().map(this::userUrl).toList());
        var looks = new LinkedHashMap<SubjectId, DirectoryLook>();
        var absent = new ArrayList<SubjectId>();
        for (int i = 0; i < chunk.size(); i++) {
            switch (answers.get(i)) {
                case BatchAnswer.Found(var user) ->
                    looks.put(chunk.get(i), new DirectoryLook.Present(GraphUser.person(user, attributes)));
                case BatchAnswer.Absent() -> absent.add(chunk.get(i));
                case BatchAnswer.Failed(var look) -> looks.put(chunk.get(i), look);
            }
        }
        if (absent.isEmpty()) {
            return looks;
        }
        var asked = witnesses.get().stream().distinct().limit(MAX_WITNESSES).toList();
        // The remaining places are the witnesses'.
        for (var part : chunks(absent, MAX_BATCH - MAX_WITNESSES)) {
            looks.putAll(lookAmongDeleted(part, asked));
        }
        return looks;
    }

    private Map<SubjectId, DirectoryLook> lookAmongDeleted(List<SubjectId> absent, List<SubjectId> witnesses) {
        var urls = new ArrayList<String>();
        absent.forEach(id -> urls.add("/directory/deletedItems/" + path(id) + "?$select=id"));
        witnesses.forEach(id -> urls.add(userUrl(id)));
        var answers = batch(urls);
        var believed = tokenIsForTenant()
                && answers.subList(absent.size(), answers.size()).stream()
                        .anyMatch(BatchAnswer.Found.class::isInstance);
        var looks = new HashMap<SubjectId, DirectoryLook>();
        for (int i = 0; i < absent.size(); i++) {
            looks.put(
                    absent.get(i),
                    switch (answers.get(i)) {
                        case BatchAnswer.Found ignored when tokenIsForTenant() -> new DirectoryLook.SoftDeleted();
                        case BatchAnswer.Found ignored -> new DirectoryLook.NotBelieved();
                        case BatchAnswer.Absent() when believed -> new DirectoryLook.Gone();
                        case BatchAnswer.Absent() -> new DirectoryLook.NotBelieved();
                        case BatchAnswer.Failed(var look) -> look;
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
    private List<BatchAnswer> batch(List<String> urls) {
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
        return BatchAnswer.of(inOrder);
    }

    private String userUrl(SubjectId id) {
        return "/users/" + path(id) + "?" + GraphUser.select(attributes);
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
