package dev.rollcall.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Who was in ZenQMS before the first synchronisation. */
final class ExistingUsers {
    private ExistingUsers() {}

    /** The first n enabled people with all fields and a mail of their own, as ZenQMS might know them. */
    static List<ZenUser> of(List<Person> people, int n) {
        List<ZenUser> users = new ArrayList<>();
        Set<String> shared = shared(people);
        for (Person person : people) {
            if (users.size() == n) {
                break;
            }
            if (complete(person) && !shared.contains(ZenWorld.lower(person.mail()))) {
                users.add(existing(person, users.size(), users.size() == n - 1));
            }
        }
        return List.copyOf(users);
    }

    private static ZenUser existing(Person person, int index, boolean last) {
        ZenUser user = ZenUser.of(person.mail(), person.givenName(), person.surname(), person.jobTitle());
        if (index % 3 == 1) {
            user = user.withTitle("Former " + user.title());
        }
        if (index % 5 == 2) {
            user = user.withFirstName(user.firstName().substring(0, 1) + ".");
        }
        if (index % 7 == 3) {
            user = user.withEmail(
                    Character.toUpperCase(user.email().charAt(0)) + user.email().substring(1));
        }
        if (last) {
            // An id no generated directory has: the owner is outside, so nothing the directory does resolves it.
            user = user.withExternalId(
                    UUID.nameUUIDFromBytes(("somebody else than " + person.id()).getBytes(StandardCharsets.UTF_8))
                            .toString());
        }
        return user;
    }

    private static boolean complete(Person person) {
        return person.accountEnabled()
                && "Member".equals(person.userType())
                && person.mail() != null
                && person.givenName() != null
                && person.surname() != null
                && person.jobTitle() != null
                && person.mail().chars().allMatch(c -> c < 128);
    }

    private static Set<String> shared(List<Person> people) {
        Set<String> seen = new HashSet<>();
        Set<String> shared = new HashSet<>();
        for (Person person : people) {
            if (person.mail() != null && !seen.add(ZenWorld.lower(person.mail()))) {
                shared.add(ZenWorld.lower(person.mail()));
            }
        }
        return shared;
    }
}
