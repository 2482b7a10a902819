package dev.rollcall.sandbox;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The two searches. Criteria are combined with AND. The caller holds the world's lock. */
final class ZenSearch {
    static final int LARGEST_PAGE = 100;
    private static final Set<String> USER_CRITERIA =
            Set.of("id", "external_id", "email", "name", "is_active", "page", "page_size");
    private static final Set<String> ROLE_CRITERIA = Set.of("name", "page", "page_size");

    /** {@code shown} is the page that is given, whatever the answer says it is. */
    private record Paging(int page, int shown, int size) {
        int from() {
            return (int) Math.min((long) (shown - 1) * size, Integer.MAX_VALUE);
        }
    }

    private final ZenQmsAccount account;

    ZenSearch(ZenQmsAccount account) {
        this.account = account;
    }

    Answer users(JsonNode asked) {
        Paging paging = paging(asked);
        if (paging == null || !known(asked, USER_CRITERIA)) {
            return ZenJson.problem(400, "The search criteria are not valid.");
        }
        ObjectNode criteria = account.searchFaults().heeded((ObjectNode) asked);
        ZenUsers users = account.table();
        Stream<ZenUser> candidates;
        if (criteria.has("id")) {
            candidates = users.byId(criteria.path("id").asText()).stream();
        } else if (criteria.has("email")) {
            candidates = users.byEmail(criteria.path("email").asText()).stream();
        } else if (criteria.has("external_id")) {
            candidates = users.byExternalId(criteria.path("external_id").asText()).stream();
        } else if (!criteria.has("name") && !criteria.has("is_active")) {
            return page(
                    paging, users.range(paging.from(), paging.from() + paging.size()), users.size(), ZenJson::write);
        } else {
            candidates = users.all().stream();
        }
        List<ZenUser> found = candidates.filter(user -> fits(user, criteria)).toList();
        return page(paging, slice(found, paging), found.size(), ZenJson::write);
    }

    Answer roles(JsonNode criteria) {
        Paging paging = paging(criteria);
        if (paging == null || !known(criteria, ROLE_CRITERIA)) {
            return ZenJson.problem(400, "The search criteria are not valid.");
        }
        String name = criteria.path("name").asText("");
        List<ZenRole> found = account.roles().stream()
                .filter(role -> contains(role.name(), name))
                .toList();
        return page(paging, slice(found, paging), found.size(), ZenJson::write);
    }

    private static boolean fits(ZenUser user, JsonNode criteria) {
        return (!criteria.has("id") || user.id().equals(criteria.path("id").asText()))
                && (!criteria.has("email")
                        || user.email().equalsIgnoreCase(criteria.path("email").asText()))
                && (!criteria.has("external_id")
                        || criteria.path("external_id").asText().equals(user.externalId()))
                && (!criteria.has("is_active")
                        || user.active() == criteria.path("is_active").asBoolean())
                && contains(
                        user.firstName() + " " + user.lastName(),
                        criteria.path("name").asText(""));
    }

    private static boolean contains(String text, String part) {
        return text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }

    private static <T> List<T> slice(List<T> found, Paging paging) {
        int from = Math.min(paging.from(), found.size());
        return new ArrayList<>(found.subList(from, Math.min(found.size(), from + paging.size())));
    }

    private static <T> Answer page(Paging paging, List<T> data, int total, Function<T, ObjectNode> write) {
        ObjectNode body = Json.object();
        ArrayNode list = body.putArray("data");
        data.forEach(one -> list.add(write.apply(one)));
        return Answer.ok(
                body.put("page", paging.page()).put("page_size", paging.size()).put("total", total));
    }

    private Paging paging(JsonNode criteria) {
        int page = criteria.path("page").asInt(1);
        int size = criteria.path("page_size").asInt(LARGEST_PAGE);
        return !criteria.isObject() || page < 1 || size < 1 || size > LARGEST_PAGE
                ? null
                : new Paging(
                        page,
                        account.searchFaults().pageRepeats() ? 1 : page,
                        Math.min(size, account.searchFaults().pageCap()));
    }

    private static boolean known(JsonNode criteria, Set<String> names) {
        Iterator<String> fields = criteria.fieldNames();
        while (fields.hasNext()) {
            if (!names.contains(fields.next())) {
                return false;
            }
        }
        return true;
    }
}
