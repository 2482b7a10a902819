package dev.rollcall.sandbox;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Users and deleted users.
 *
 * @see <a href="https://learn.microsoft.com/graph/api/user-list">List users</a>
 * @see <a href="https://learn.microsoft.com/graph/api/user-get">Get user</a>
 * @see <a href="https://learn.microsoft.com/graph/api/directory-deleteditems-get">Get deleted item</a>
 */
final class GraphReads {
    private static final int DEFAULT_PAGE = 100;
    private static final int LARGEST_PAGE = 999;

    private final GraphDelta delta;

    GraphReads(GraphDelta delta) {
        this.delta = delta;
    }

    /** The answer to any GET that reads the directory; an unknown path is a 400, as in Graph. */
    Answer answer(EntraTenant tenant, GraphRequest request) {
        List<String> path = request.segments();
        String first = path.isEmpty() ? "" : path.get(0).toLowerCase(Locale.ROOT);
        return switch (first) {
            case "users" -> users(tenant, request, path);
            case "groups" -> groups(tenant, request, path);
            case "directory" -> deletedItems(tenant, request, path);
            default -> unknownSegment(first);
        };
    }

    private Answer users(EntraTenant tenant, GraphRequest request, List<String> path) {
        if (!request.may("User.Read.All")) {
            return GraphError.denied();
        }
        if (path.size() == 1) {
            return list(tenant, request);
        }
        String second = path.get(1);
        if (path.size() > 2) {
            return unknownSegment(path.get(2));
        }
        if (second.matches("(microsoft\\.graph\\.)?delta(\\(\\))?")) {
            return delta.answer(tenant, request);
        }
        return one(request, tenant.directory().read(second.toLowerCase(Locale.ROOT), Directory.State.LIVE), second);
    }

    private Answer list(EntraTenant tenant, GraphRequest request) {
        if (request.option("$filter").isPresent() || request.option("$search").isPresent()) {
            return GraphError.of(
                    400, "Request_UnsupportedQuery", "The sandbox knows no $filter and no $search on users.");
        }
        Select select = Select.of(request, UserJson.DEFAULTS);
        if (select.problem() != null) {
            return select.problem();
        }
        int top;
        long from;
        try {
            top = Integer.parseInt(request.option("$top").orElse("" + DEFAULT_PAGE));
            from = Long.parseLong(request.option("$skiptoken").orElse("0"), 36);
        } catch (NumberFormatException e) {
            return GraphError.badRequest("Invalid page size or skip token specified.");
        }
        if (top < 1 || top > LARGEST_PAGE) {
            return GraphError.badRequest("Invalid page size specified: '" + top + "'. Must be between 1 and "
                    + LARGEST_PAGE + " inclusive.");
        }
        Directory.Page page = tenant.directory().walk(from, top);
        ObjectNode body = Json.object().put("@odata.context", request.root() + "/$metadata#users" + select.inContext());
        if (page.next() >= 0) {
            String rest = request.option("$select").map(s -> "&$select=" + s).orElse("");
            body.put(
                    "@odata.nextLink",
                    request.root() + "/users?$top=" + top + rest + "&$skiptoken=" + Long.toString(page.next(), 36));
        }
        ArrayNode value = body.putArray("value");
        page.seen().forEach(seen -> value.add(UserJson.write(seen.person(), select.properties())));
        return Answer.ok(body);
    }

    private Answer one(GraphRequest request, Optional<Person> person, String id) {
        Select select = Select.of(request, UserJson.DEFAULTS);
        if (select.problem() != null) {
            return select.problem();
        }
        return person.map(found -> {
                    ObjectNode body = Json.object()
                            .put(
                                    "@odata.context",
                                    request.root() + "/$metadata#users" + select.inContext() + "/$entity");
                    body.setAll(UserJson.write(found, select.properties()));
                    return Answer.ok(body);
                })
                .orElseGet(() -> GraphError.notFound(id));
    }

    private Answer deletedItems(EntraTenant tenant, GraphRequest request, List<String> path) {
        if (!request.may("User.Read.All")) {
            return GraphError.denied();
        }
        if (path.size() < 3 || !path.get(1).equalsIgnoreCase("deletedItems")) {
            return unknownSegment(String.join("/", path));
        }
        Select select = Select.of(request, UserJson.DEFAULTS);
        if (select.problem() != null) {
            return select.problem();
        }
        String context = request.root() + "/$metadata#directoryObjects";
        if (path.get(2).equalsIgnoreCase("microsoft.graph.user")) {
            ObjectNode body = Json.object().put("@odata.context", context);
            ArrayNode value = body.putArray("value");
            tenant.deletedPeople().forEach(person -> value.add(UserJson.write(asDeleted(person), select.properties())));
            return Answer.ok(body);
        }
        return tenant.directory()
                .read(path.get(2).toLowerCase(Locale.ROOT), Directory.State.SOFT_DELETED)
                .map(person -> {
                    ObjectNode body = Json.object()
                            .put("@odata.context", context + "/$entity")
                            .put("@odata.type", "#microsoft.graph.user");
                    body.setAll(UserJson.write(asDeleted(person), select.properties()));
                    return Answer.ok(body);
                })
                .orElseGet(() -> GraphError.notFound(path.get(2)));
    }

    /** Entra puts the id before a deleted user's principal name, so that the name is free again. */
    private static Person asDeleted(Person person) {
        return person.withUserPrincipalName(person.id().replace("-", "") + person.userPrincipalName());
    }

    /** The sandbox has no groups yet: an empty collection is the true answer. */
    private Answer groups(EntraTenant tenant, GraphRequest request, List<String> path) {
        if (!request.may("Group.Read.All")) {
            return GraphError.denied();
        }
        if (path.size() == 1) {
            ObjectNode body = Json.object().put("@odata.context", request.root() + "/$metadata#groups");
            body.putArray("value");
            return Answer.ok(body);
        }
        return GraphError.notFound(path.get(1));
    }

    private static Answer unknownSegment(String segment) {
        return GraphError.of(400, "BadRequest", "Resource not found for the segment '" + segment + "'.");
    }
}
