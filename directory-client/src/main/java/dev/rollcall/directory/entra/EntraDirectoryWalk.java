package dev.rollcall.directory.entra;

import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Set;

import dev.rollcall.directory.DirectoryException;
import dev.rollcall.directory.DirectoryWalk;
import dev.rollcall.directory.WalkPage;
import dev.rollcall.model.DirectoryPerson;
import dev.rollcall.model.PersonAttribute;
import dev.rollcall.model.SubjectId;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Graph's delta query over users.
 *
 * @see <a href="https://learn.microsoft.com/graph/api/user-delta">user: delta</a>
 */
final class EntraDirectoryWalk implements DirectoryWalk {

    private final GraphHttp graph;
    private final InstantSource clock;
    private final Set<PersonAttribute> attributes;

    EntraDirectoryWalk(GraphHttp graph, Set<PersonAttribute> attributes, InstantSource clock) {
        this.graph = graph;
        this.attributes = attributes;
        this.clock = clock;
    }

    @Override
    public WalkPage first() {
        return next(graph.v1("users/delta?" + GraphUser.select(attributes)));
    }

    @Override
    public WalkPage next(URI link) {
        // Taken before the call: what the page shows may be as old as this, never newer by our clock.
        var readAt = clock.instant();
        var page = graph.get(link, GraphHttp.Priority.LOW);
        var people = new ArrayList<DirectoryPerson>();
        var removed = new ArrayList<SubjectId>();
        for (var user : page.path("value")) {
            if (!user.path("id").isTextual()) {
                continue;
            }
            if (user.has("@removed")) {
                removed.add(new SubjectId(user.path("id").asText()));
            } else {
                people.add(GraphUser.person(user, attributes));
            }
        }
        var nextLink = link(page, "@odata.nextLink");
        var deltaLink = link(page, "@odata.deltaLink");
        if (!page.path("value").isArray() || (nextLink == null) == (deltaLink == null)) {
            throw new DirectoryException.Unavailable(
                    "The directory sent a page without a list of people or without one link to go on from.",
                    null,
                    null);
        }
        return new WalkPage(people, removed, readAt, nextLink, deltaLink);
    }

    private static URI link(JsonNode page, String field) {
        return page.path(field).isTextual() ? URI.create(page.path(field).asText()) : null;
    }
}
