package dev.rollcall.directory.entra;

import java.util.List;

import dev.rollcall.directory.DirectoryException;
import dev.rollcall.directory.DirectoryLook;

import com.fasterxml.jackson.databind.JsonNode;

/** One inner answer of a batch, as far as it concerns one person. */
sealed interface BatchAnswer {

    record Found(JsonNode user) implements BatchAnswer {}

    record Absent() implements BatchAnswer {}

    /** Nothing was shown: not now, or not ever. */
    record Failed(DirectoryLook look) implements BatchAnswer {}

    /**
     * The answers of one batch. A denial beside somebody who was shown is about one person, who stops nobody else.
     *
     * @throws DirectoryException.AccessDenied when somebody was denied and nobody was shown: then it is the access that is
     *     refused, not a person
     */
    static List<BatchAnswer> of(List<JsonNode> responses) {
        var somebodyShown = responses.stream().anyMatch(BatchAnswer::isUser);
        return responses.stream().map(response -> of(response, somebodyShown)).toList();
    }

    private static boolean isUser(JsonNode response) {
        return response.path("status").asInt() == 200
                && response.path("body").path("id").isTextual();
    }

    private static BatchAnswer of(JsonNode response, boolean somebodyShown) {
        var status = response.path("status").asInt(503);
        var body = response.path("body");
        if (isUser(response)) {
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
            case DirectoryException.AccessDenied denied when !somebodyShown -> throw denied;
            case DirectoryException.AccessDenied denied -> new Failed(new DirectoryLook.Refused(denied.getMessage()));
            case DirectoryException.Unavailable unavailable ->
                new Failed(new DirectoryLook.Unreadable(unavailable.getMessage(), unavailable.retryAfter()));
            case DirectoryException.Rejected rejected -> new Failed(new DirectoryLook.Refused(rejected.getMessage()));
            // A read of one person takes no part in a change feed, so asking again would not mend it.
            case DirectoryException.FeedLost ignored ->
                new Failed(new DirectoryLook.Refused("The directory refused the request (" + status + ")."));
        };
    }
}
