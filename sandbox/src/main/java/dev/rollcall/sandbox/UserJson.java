package dev.rollcall.sandbox;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A person as Graph's {@code user}: which properties there are, which come unasked, which changed. */
final class UserJson {
    /** What comes without {@code $select}; {@code accountEnabled} is not among it. */
    static final List<String> DEFAULTS = List.of(
            "businessPhones",
            "displayName",
            "givenName",
            "jobTitle",
            "mail",
            "mobilePhone",
            "officeLocation",
            "preferredLanguage",
            "surname",
            "userPrincipalName",
            "id");

    private static final Map<String, Function<Person, String>> TEXTS = Map.of(
            "id", Person::id,
            "mail", Person::mail,
            "givenName", Person::givenName,
            "surname", Person::surname,
            "jobTitle", Person::jobTitle,
            "userType", Person::userType,
            "userPrincipalName", Person::userPrincipalName,
            "displayName", Person::displayName,
            "department", Person::department);

    /** Real properties of a user that nobody in the sandbox has. */
    private static final Set<String> NEVER_SET = Set.of(
            "mobilePhone",
            "officeLocation",
            "preferredLanguage",
            "companyName",
            "employeeId",
            "employeeType",
            "deletedDateTime",
            "createdDateTime",
            "externalUserState",
            "onPremisesSyncEnabled",
            "onPremisesImmutableId",
            "usageLocation",
            "country",
            "city");

    private UserJson() {}

    static boolean knows(String property) {
        return TEXTS.containsKey(property)
                || NEVER_SET.contains(property)
                || property.equals("accountEnabled")
                || property.equals("businessPhones");
    }

    static ObjectNode write(Person person, Iterable<String> properties) {
        ObjectNode user = Json.object();
        for (String property : properties) {
            put(user, person, property);
        }
        return user;
    }

    /** Delta's way: a property that never had a value is absent, one that lost it is null. The id always comes. */
    static ObjectNode writeDelta(Person person, Iterable<String> properties, Set<String> everSet) {
        ObjectNode user = Json.object();
        for (String property : properties) {
            if (everSet.contains(property)) {
                put(user, person, property);
            }
        }
        return user.put("id", person.id());
    }

    private static void put(ObjectNode user, Person person, String property) {
        if (property.equals("accountEnabled")) {
            user.put(property, person.accountEnabled());
        } else if (property.equals("businessPhones")) {
            user.putArray(property);
        } else if (NEVER_SET.contains(property)) {
            user.putNull(property);
        } else {
            user.put(property, TEXTS.get(property).apply(person));
        }
    }

    /** The properties in which two states of one person differ. */
    static Set<String> differences(Person before, Person after) {
        Set<String> different = new LinkedHashSet<>();
        TEXTS.forEach((name, read) -> {
            if (!Objects.equals(read.apply(before), read.apply(after))) {
                different.add(name);
            }
        });
        if (before.accountEnabled() != after.accountEnabled()) {
            different.add("accountEnabled");
        }
        return different;
    }

    /** The person with the other's values where it has none. */
    static Person filled(Person person, Person other) {
        return new Person(
                person.id(),
                either(person.mail(), other.mail()),
                either(person.givenName(), other.givenName()),
                either(person.surname(), other.surname()),
                either(person.jobTitle(), other.jobTitle()),
                person.accountEnabled(),
                person.userType(),
                person.userPrincipalName(),
                either(person.displayName(), other.displayName()),
                either(person.department(), other.department()));
    }

    private static String either(String one, String other) {
        return one == null ? other : one;
    }

    /** The properties that have a value. */
    static Set<String> present(Person person) {
        Set<String> present = new LinkedHashSet<>(List.of("accountEnabled", "businessPhones"));
        TEXTS.forEach((name, read) -> {
            if (read.apply(person) != null) {
                present.add(name);
            }
        });
        return present;
    }
}
