package dev.rollcall.sandbox;

/**
 * A user of an Entra tenant. Every text may be null but {@code id} and {@code userPrincipalName}, which the tenant fills in
 * when a person is added without them.
 *
 * @param id the directory's immutable id, a lower-case GUID
 * @param userType {@code Member} or {@code Guest}
 */
public record Person(
        String id,
        String mail,
        String givenName,
        String surname,
        String jobTitle,
        boolean accountEnabled,
        String userType,
        String userPrincipalName,
        String displayName,
        String department) {

    /** An enabled member; the tenant gives it an id when it is added. */
    public static Person of(String givenName, String surname, String mail, String jobTitle) {
        String display = ((givenName == null ? "" : givenName) + " " + (surname == null ? "" : surname)).strip();
        return new Person(null, mail, givenName, surname, jobTitle, true, "Member", mail, display, null);
    }

    public Person withId(String value) {
        return new Person(
                value,
                mail,
                givenName,
                surname,
                jobTitle,
                accountEnabled,
                userType,
                userPrincipalName,
                displayName,
                department);
    }

    public Person withMail(String value) {
        return new Person(
                id,
                value,
                givenName,
                surname,
                jobTitle,
                accountEnabled,
                userType,
                userPrincipalName,
                displayName,
                department);
    }

    public Person withGivenName(String value) {
        return new Person(
                id,
                mail,
                value,
                surname,
                jobTitle,
                accountEnabled,
                userType,
                userPrincipalName,
                displayName,
                department);
    }

    public Person withSurname(String value) {
        return new Person(
                id,
                mail,
                givenName,
                value,
                jobTitle,
                accountEnabled,
                userType,
                userPrincipalName,
                displayName,
                department);
    }

    public Person withJobTitle(String value) {
        return new Person(
                id,
                mail,
                givenName,
                surname,
                value,
                accountEnabled,
                userType,
                userPrincipalName,
                displayName,
                department);
    }

    public Person withAccountEnabled(boolean value) {
        return new Person(
                id, mail, givenName, surname, jobTitle, value, userType, userPrincipalName, displayName, department);
    }

    public Person withUserType(String value) {
        return new Person(
                id,
                mail,
                givenName,
                surname,
                jobTitle,
                accountEnabled,
                value,
                userPrincipalName,
                displayName,
                department);
    }

    public Person withUserPrincipalName(String value) {
        return new Person(
                id, mail, givenName, surname, jobTitle, accountEnabled, userType, value, displayName, department);
    }

    public Person withDisplayName(String value) {
        return new Person(
                id, mail, givenName, surname, jobTitle, accountEnabled, userType, userPrincipalName, value, department);
    }

    public Person withDepartment(String value) {
        return new Person(
                id,
                mail,
                givenName,
                surname,
                jobTitle,
                accountEnabled,
                userType,
                userPrincipalName,
                displayName,
                value);
    }

    /** The id alone: the rest is personal. */
    @Override
    public String toString() {
        return "Person[" + id + "]";
    }
}
