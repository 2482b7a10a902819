package dev.rollcall.model;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A person as the directory showed them. Absent and null are the same here: the directory holds no value.
 *
 * @param subjectId never null
 * @param enabled null where the directory did not say
 * @param guest invited from another organisation
 * @param attributes what was read beside these because a {@link Scope} asks for it: an empty text where the directory holds
 *     none, and no entry where nobody asked. Never null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DirectoryPerson(
        SubjectId subjectId,
        String mail,
        String givenName,
        String surname,
        String jobTitle,
        Boolean enabled,
        boolean guest,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<PersonAttribute, String> attributes) {

    public DirectoryPerson {
        Required.value(subjectId, "subjectId");
        mail = withoutNul(mail);
        givenName = withoutNul(givenName);
        surname = withoutNul(surname);
        jobTitle = withoutNul(jobTitle);
        attributes = withoutNul(attributes);
    }

    /** Somebody of whom nothing was read for a scope. */
    public DirectoryPerson(
            SubjectId subjectId,
            String mail,
            String givenName,
            String surname,
            String jobTitle,
            Boolean enabled,
            boolean guest) {
        this(subjectId, mail, givenName, surname, jobTitle, enabled, guest, Map.of());
    }

    private static Map<PersonAttribute, String> withoutNul(Map<PersonAttribute, String> attributes) {
        var copy = new EnumMap<PersonAttribute, String>(PersonAttribute.class);
        if (attributes != null) {
            attributes.forEach((attribute, text) -> copy.put(attribute, text == null ? "" : withoutNul(text)));
        }
        return Collections.unmodifiableMap(copy);
    }

    /** No database takes it, and no name needs it. */
    private static String withoutNul(String text) {
        return text == null ? null : text.replace("\0", "");
    }

    /** Personal data stays out of logs. */
    @Override
    public String toString() {
        return "DirectoryPerson[" + subjectId + ", enabled=" + enabled + ", guest=" + guest + "]";
    }
}
