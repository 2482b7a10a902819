package dev.rollcall.sandbox;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * {@code GET /users/delta}: first a walk over everybody, then rounds of what changed since the last link.
 *
 * @see <a href="https://learn.microsoft.com/graph/delta-query-overview">Use delta query</a>
 * @see <a href="https://learn.microsoft.com/graph/api/user-delta">user: delta</a>
 */
final class GraphDelta {
    private final InstantSource clock;

    GraphDelta(InstantSource clock) {
        this.clock = clock;
    }

    Answer answer(EntraTenant tenant, GraphRequest request) {
        for (String refused : List.of("$top", "$expand", "$orderby", "$filter", "$search")) {
            if (request.option(refused).isPresent()) {
                return GraphError.of(
                        400, "Request_UnsupportedQuery", refused + " is not supported by the sandbox on users/delta.");
            }
        }
        Optional<String> link = request.option("$deltatoken").or(() -> request.option("$skiptoken"));
        if (link.isEmpty() || link.get().isBlank()) {
            return start(tenant, request, false);
        }
        if (link.get().equals("latest")) {
            return start(tenant, request, true);
        }
        return DeltaToken.decode(link.get())
                .map(token -> goOn(tenant, request, token))
                .orElseGet(() -> GraphError.badRequest("Badly formed token."));
    }

    private Answer start(EntraTenant tenant, GraphRequest request, boolean fromNow) {
        Select select = Select.of(request, UserJson.DEFAULTS);
        if (select.problem() != null) {
            return select.problem();
        }
        Instant now = clock.instant();
        long version = tenant.directory().version();
        if (fromNow) {
            return Answer.ok(
                    page(request, select.properties(), List.of(), round(tenant, select.properties(), version), true));
        }
        return goOn(
                tenant,
                request,
                new DeltaToken(
                        DeltaToken.Kind.WALK, select.properties(), version, 0, version, tenant.deltaGeneration(), now));
    }

    private Answer goOn(EntraTenant tenant, GraphRequest request, DeltaToken token) {
        if (token.generation() != tenant.deltaGeneration()
                || EntraTenant.deltaTokenTooOld(token.issued(), clock.instant())) {
            return expired(tenant, request);
        }
        return switch (token.kind()) {
            case WALK -> walk(tenant, request, token);
            case ROUND -> round(tenant, request, token);
        };
    }

    private Answer walk(EntraTenant tenant, GraphRequest request, DeltaToken token) {
        Directory.Page page = tenant.directory().walk(token.position(), tenant.deltaPageSize());
        List<ObjectNode> users = new ArrayList<>();
        page.seen().stream()
                .filter(seen -> tenant.faults().walkShows(seen.person()))
                .forEach(seen -> users.add(UserJson.writeDelta(seen.person(), token.select(), seen.everSet())));
        boolean last = page.next() < 0;
        DeltaToken next = last ? round(tenant, token.select(), token.since()) : token.at(page.next());
        return Answer.ok(page(request, token.select(), users, next, last));
    }

    private Answer round(EntraTenant tenant, GraphRequest request, DeltaToken token) {
        // A delta link knows no end yet: the round ends at what has happened by its first page.
        long upTo = token.upTo() < 0 ? tenant.directory().version() : token.upTo();
        Directory.Page page =
                tenant.directory().changes(token.position(), upTo, tenant.deltaPageSize(), Set.copyOf(token.select()));
        boolean minimal = request.prefer().contains("return=minimal");
        List<ObjectNode> users = new ArrayList<>();
        page.seen().forEach(seen -> users.add(changed(seen, token.select(), minimal)));
        boolean last = page.next() < 0;
        DeltaToken next = last
                ? round(tenant, token.select(), upTo)
                : new DeltaToken(
                        DeltaToken.Kind.ROUND,
                        token.select(),
                        token.since(),
                        page.next(),
                        upTo,
                        token.generation(),
                        token.issued());
        return Answer.ok(page(request, token.select(), users, next, last));
    }

    private static ObjectNode changed(Directory.Seen seen, List<String> select, boolean minimal) {
        return switch (seen.state()) {
            case SOFT_DELETED -> removed(seen, "changed");
            case HARD_DELETED -> removed(seen, "deleted");
            case LIVE -> {
                List<String> properties = minimal && !seen.changed().isEmpty()
                        ? select.stream().filter(seen.changed()::contains).toList()
                        : select;
                yield UserJson.writeDelta(seen.person(), properties, seen.everSet());
            }
        };
    }

    private static ObjectNode removed(Directory.Seen seen, String reason) {
        ObjectNode user = Json.object().put("id", seen.person().id());
        user.putObject("@removed").put("reason", reason);
        return user;
    }

    private DeltaToken round(EntraTenant tenant, List<String> select, long since) {
        return new DeltaToken(
                DeltaToken.Kind.ROUND, select, since, since, -1, tenant.deltaGeneration(), clock.instant());
    }

    private static ObjectNode page(
            GraphRequest request, List<String> select, List<ObjectNode> users, DeltaToken next, boolean last) {
        String context = select.equals(UserJson.DEFAULTS) ? "" : "(" + String.join(",", select) + ")";
        ObjectNode body = Json.object().put("@odata.context", request.root() + "/$metadata#users" + context);
        if (last) {
            body.put("@odata.deltaLink", request.root() + "/users/delta?$deltatoken=" + next.encode());
        } else {
            body.put("@odata.nextLink", request.root() + "/users/delta?$skiptoken=" + next.encode());
        }
        ArrayNode value = body.putArray("value");
        users.forEach(value::add);
        return body;
    }

    private static Answer expired(EntraTenant tenant, GraphRequest request) {
        if (tenant.expiredDeltaIsGone()) {
            return GraphError.of(
                            410,
                            "resyncRequired",
                            "Resync required. Replace any local items with the server's version.")
                    .with("Location", request.root() + "/users/delta?$deltatoken=");
        }
        return GraphError.of(
                400,
                "syncStateNotFound",
                "The sync state generation is not found. The delta token is expired and data must be synchronized again.");
    }
}
