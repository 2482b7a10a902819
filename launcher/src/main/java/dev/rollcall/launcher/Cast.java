package dev.rollcall.launcher;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;

/** Who may play a part: people about whom the rules have nothing to argue. */
final class Cast {

    private Cast() {}

    /** Enabled members with a mail of their own who are active in ZenQMS: nobody the first sync skipped. */
    static List<JsonNode> of(List<JsonNode> people, List<JsonNode> zenQmsUsers) {
        var users = new HashMap<String, JsonNode>();
        zenQmsUsers.forEach(user -> users.put(user.path("external_id").asText(), user));
        return enabledMembers(people).stream()
                .filter(person -> users.containsKey(person.path("id").asText())
                        && users.get(person.path("id").asText())
                                .path("is_active")
                                .asBoolean())
                .toList();
    }

    /** Complete, enabled members with a mail of their own: the first sync will not skip them. */
    static List<JsonNode> complete(List<JsonNode> people) {
        return enabledMembers(people).stream()
                .filter(person -> List.of("givenName", "surname", "jobTitle").stream()
                        .noneMatch(field -> person.path(field).asText("").isBlank()
                                || person.path(field).isNull()))
                .filter(person -> person.path("mail").asText().chars().allMatch(c -> c > ' ' && c < 128))
                .toList();
    }

    private static List<JsonNode> enabledMembers(List<JsonNode> people) {
        Map<String, Integer> mails = new HashMap<>();
        people.forEach(person -> mails.merge(mail(person), 1, Integer::sum));
        return people.stream()
                .filter(person -> person.path("state").asText().equals("live")
                        && person.path("accountEnabled").asBoolean())
                .filter(person -> person.path("userType").asText().equals("Member"))
                .filter(person -> mails.get(mail(person)) == 1)
                .toList();
    }

    private static String mail(JsonNode person) {
        return person.path("mail").asText().toLowerCase(Locale.ROOT);
    }
}
