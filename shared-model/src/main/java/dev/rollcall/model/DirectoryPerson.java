package dev.rollcall.model;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A person as the directory showed them. Absent and null are the same here: the directory holds no value.
 *
 * @param subjectId never null
 * @param enabled null where the directory did not say
 * @param guest invited from another organisation
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DirectoryPerson(
        SubjectId subjectId,
        String mail,
        String givenName,
        String surname,
        String jobTitle,
        Boolean enabled,
        boolean guest) {

    public DirectoryPerson {
        Required.value(subjectId, "subjectId");
        mail = withoutNul(mail);
        givenName = withoutNul(givenName);
        surname = withoutNul(surname);
        jobTitle = withoutNul(jobTitle);
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
