package dev.rollcall.directory.entra;

import java.util.EnumMap;
import java.util.Set;

import dev.rollcall.model.DirectoryPerson;
import dev.rollcall.model.PersonAttribute;
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

    /** The fields to ask for. */
    static String select(Set<PersonAttribute> attributes) {
        return attributes.stream().map(GraphUser::name).reduce(SELECT, (all, name) -> all + "," + name);
    }

    /** @param attributes that were asked for */
    static DirectoryPerson person(JsonNode user, Set<PersonAttribute> attributes) {
        var read = new EnumMap<PersonAttribute, String>(PersonAttribute.class);
        attributes.forEach(attribute -> read.put(attribute, text(user, name(attribute))));
        return new DirectoryPerson(
                new SubjectId(user.path("id").asText()),
                text(user, "mail"),
                text(user, "givenName"),
                text(user, "surname"),
                text(user, "jobTitle"),
                user.path("accountEnabled").isBoolean()
                        ? user.path("accountEnabled").asBoolean()
                        : null,
                "Guest".equalsIgnoreCase(text(user, "userType")),
                read);
    }

    /** @throws IllegalArgumentException for one that is not read for a scope only */
    private static String name(PersonAttribute attribute) {
        return switch (attribute) {
            case DEPARTMENT -> "department";
            case COMPANY_NAME -> "companyName";
            case EMPLOYEE_TYPE -> "employeeType";
            case COUNTRY -> "country";
            case OFFICE_LOCATION -> "officeLocation";
            case USER_TYPE, ACCOUNT_ENABLED, UNKNOWN ->
                throw new IllegalArgumentException(attribute + " is not asked for by itself");
        };
    }

    private static String text(JsonNode user, String field) {
        var value = user.get(field);
        return value == null || value.isNull() ? null : value.asText();
    }
}
