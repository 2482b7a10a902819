package dev.rollcall.launcher;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Whether ZenQMS is as the rules say. Written anew from the rules, sharing no code with the planner, so that a wrong planner
 * can't agree with itself.
 */
final class Verdict {

    private final Map<String, List<JsonNode>> usersByExternalId = new HashMap<>();
    private final Map<String, List<JsonNode>> usersByMail = new HashMap<>();
    private final Map<String, List<JsonNode>> peopleByMail = new HashMap<>();
    private final List<JsonNode> people;
    private final List<JsonNode> users;
    private final JsonNode report;
    private final List<String> findings = new ArrayList<>();

    Verdict(DemoIntegration demo) {
        this(demo.people(), demo.zenQmsUsers(), demo.report());
    }

    Verdict(List<JsonNode> people, List<JsonNode> users, JsonNode report) {
        this.people = people;
        this.users = users;
        this.report = report;
        for (var user : users) {
            usersByMail
                    .computeIfAbsent(lower(user, "email"), mail -> new ArrayList<>())
                    .add(user);
            if (user.hasNonNull("external_id")) {
                usersByExternalId
                        .computeIfAbsent(user.path("external_id").asText(), id -> new ArrayList<>())
                        .add(user);
            }
        }
        people.forEach(person -> peopleByMail
                .computeIfAbsent(lower(person, "mail"), mail -> new ArrayList<>())
                .add(person));
    }

    /** One sentence for each thing that is wrong; empty when all is right. */
    List<String> findings() {
        return checks().stream().flatMap(check -> check.findings().stream()).toList();
    }

    List<Check> checks() {
        return List.of(byTheRules(), nobodyDoubled(), noIdleWrite(), noMail());
    }

    Check byTheRules() {
        findings.clear();
        people.forEach(this::check);
        return new Check("ZenQMS is as the rules say", people.size() + " people, " + users.size() + " users", findings);
    }

    private Check nobodyDoubled() {
        var doubled = new ArrayList<String>();
        usersByExternalId.forEach((id, same) -> {
            if (same.size() > 1) {
                doubled.add("Person " + id + " has " + same.size() + " ZenQMS users.");
            }
        });
        usersByMail.values().stream()
                .filter(same -> same.size() > 1)
                .forEach(same -> doubled.add("ZenQMS users " + ids(same) + " have one mail."));
        return new Check(
                "no doubled user",
                usersByExternalId.size() + " external ids, " + usersByMail.size() + " mails",
                doubled);
    }

    private Check noIdleWrite() {
        var idle = new ArrayList<String>();
        for (var write : report.path("writesWithoutDifference")) {
            idle.add("A write changed nothing: " + write.path("path").asText() + whose(write));
        }
        return new Check("no write without a difference", writes() + " writes", idle);
    }

    /** The person behind a ZenQMS user's address, where there is one. */
    private String whose(JsonNode write) {
        var path = write.path("path").asText();
        return users.stream()
                .filter(user -> path.endsWith("/users/" + user.path("id").asText()))
                .map(user -> ", person " + user.path("external_id").asText("unknown"))
                .findFirst()
                .orElse("");
    }

    private int writes() {
        var writes = 0;
        for (var operation : report.path("byOperation").properties()) {
            writes += operation.getKey().endsWith("/search")
                    ? 0
                    : operation.getValue().asInt();
        }
        return writes;
    }

    private Check noMail() {
        var mails = new ArrayList<String>();
        for (var mail : report.path("mailsCaused")) {
            // Enabling somebody again activates them, which ZenQMS tells them; nothing else may send mail.
            if (!mail.asText().startsWith("activation")) {
                mails.add("A mail was caused: " + mail.asText());
            }
        }
        return new Check("no mail to anybody but who was enabled again", "", mails);
    }

    private static String ids(List<JsonNode> users) {
        return String.join(
                ", ", users.stream().map(user -> user.path("id").asText()).toList());
    }

    private void check(JsonNode person) {
        var user = usersByExternalId.getOrDefault(person.path("id").asText(), List.of()).stream()
                .findFirst();
        var here = person.path("state").asText().equals("live");
        var enabled = here && person.path("accountEnabled").asBoolean();
        if (!enabled) {
            if (user.isPresent() && user.get().path("is_active").asBoolean()) {
                findings.add(
                        "Person " + id(person) + " is " + (here ? "disabled" : "deleted") + " but active in ZenQMS.");
            }
            return;
        }
        if (!complete(person)) {
            if (user.isPresent()) {
                findings.add("Person " + id(person) + " lacks a required field but is in ZenQMS.");
            }
            return;
        }
        if (mailIsDisputed(person)) {
            checkDisputed(person);
            return;
        }
        if (user.isEmpty()) {
            findings.add("Person " + id(person) + " is enabled and complete but not in ZenQMS.");
            return;
        }
        checkFields(person, user.get());
    }

    /** Two people, or a person and a ZenQMS user of somebody else's, have one mail. */
    private boolean mailIsDisputed(JsonNode person) {
        var holders = usersByMail.getOrDefault(lower(person, "mail"), List.of());
        var another = holders.stream()
                .anyMatch(user -> user.hasNonNull("external_id")
                        && !user.path("external_id").asText().equals(id(person)));
        var guestOnExisting = person.path("userType").asText().equals("Guest")
                && holders.stream().anyMatch(user -> !user.hasNonNull("external_id"));
        return peopleByMail.get(lower(person, "mail")).size() > 1 || another || guestOnExisting;
    }

    private void checkDisputed(JsonNode person) {
        if (usersByMail.getOrDefault(lower(person, "mail"), List.of()).size() > 1) {
            findings.add("Several ZenQMS users have the mail of person " + id(person) + ".");
        }
    }

    private void checkFields(JsonNode person, JsonNode user) {
        if (!user.path("is_active").asBoolean()) {
            findings.add("Person " + id(person) + " is enabled but inactive in ZenQMS.");
        }
        same(person, "givenName", user, "first_name");
        same(person, "surname", user, "last_name");
        same(person, "jobTitle", user, "title");
        if (!lower(person, "mail").equals(lower(user, "email"))) {
            findings.add("Person " + id(person) + " has another mail in ZenQMS.");
        }
    }

    private void same(JsonNode person, String theirs, JsonNode user, String ours) {
        if (!person.path(theirs).asText().strip().equals(user.path(ours).asText())) {
            findings.add("Person " + id(person) + " has another " + ours + " in ZenQMS.");
        }
    }

    private static boolean complete(JsonNode person) {
        return List.of("mail", "givenName", "surname", "jobTitle").stream()
                        .noneMatch(field -> person.path(field).isNull()
                                || person.path(field).asText().isBlank())
                && StandardCharsets.US_ASCII
                        .newEncoder()
                        .canEncode(person.path("mail").asText());
    }

    private static String lower(JsonNode node, String field) {
        return node.path(field).asText("").toLowerCase(Locale.ROOT);
    }

    private static String id(JsonNode person) {
        return person.path("id").asText();
    }
}
