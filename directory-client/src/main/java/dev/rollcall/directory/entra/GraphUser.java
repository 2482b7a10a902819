package dev.rollcall.directory.entra;

import dev.rollcall.model.DirectoryPerson;
import dev.rollcall.model.SubjectId;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A user on Graph's wire.
 *
 * @see <a href="https://learn.microsoft.com/graph/api/resources/user">user</a>
 */
final class GraphUser {

    /** {@code accountEnabled} and {@code userType} are not among the default properties: without $select nobody has a status. */
    static final String SELECT = "$select=id,mail,givenName,surname,jobTitle,accountEnabled,userType,userPrincipalName";

    private GraphUser() {}

    static DirectoryPerson person(JsonNode user) {
        return new DirectoryPerson(
                new SubjectId(user.path("id").asText()),
                text(user, "mail"),
                text(user, "givenName"),
                text(user, "surname"),
                text(user, "jobTitle"),
                user.path("accountEnabled").isBoolean()
                        ? user.path("accountEnabled").asBoolean()
                        : null,
                "Guest".equalsIgnoreCase(text(user, "userType")));
    }

    private static String text(JsonNode user, String field) {
        var value = user.get(field);
        return value == null || value.isNull() ? null : value.asText();
    }
}
