package dev.rollcall.launcher;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;

/** What must hold beyond {@link Verdict} where processes were killed and the other sides were down. */
final class FireChecks {

    /**
     * @param run the first sync as the manager tells it
     * @param people how many there were when it began
     * @param outcomes everything that was reported on anybody
     * @param users everybody in ZenQMS
     * @param deletedForGood people who are not in the directory any more
     * @param directory what the sandbox noted of our calls to Graph
     * @param zenQms what it noted of those to ZenQMS
     */
    record Evidence(
            JsonNode run,
            int people,
            List<JsonNode> outcomes,
            List<JsonNode> users,
            Set<String> deletedForGood,
            JsonNode directory,
            JsonNode zenQms) {}

    private final Evidence evidence;

    FireChecks(Evidence evidence) {
        this.evidence = evidence;
    }

    List<Check> checks() {
        return List.of(
                everybodyCounted(), lostCreatesTold(), createdOnce(), nobodyBurnt(), leaversInactive(), noEarlyRetry());
    }

    private Check everybodyCounted() {
        var run = evidence.run();
        var done = run.path("done").asInt();
        var findings = new ArrayList<String>();
        if (!run.path("state").asText().startsWith("SUCCEEDED")) {
            findings.add("The first sync is " + DemoIntegration.state(run) + ": "
                    + run.path("problem").asText("no reason given"));
        }
        if (done != run.path("total").asInt() || done < evidence.people()) {
            findings.add("Of " + evidence.people() + " people, "
                    + run.path("total").asInt() + " were met and " + done + " have an outcome.");
        }
        return new Check("the first sync counted everybody, once", done + " people", findings);
    }

    /** Whether each account whose create was not answered was found again, rather than made again or forgotten. */
    private Check lostCreatesTold() {
        // Somebody who changed meanwhile may be told updated; who is told unchanged was forgotten.
        var told = Stream.of("CREATED", "UPDATED", "LINKED")
                .flatMap(kind -> told(kind).stream())
                .map(FireChecks::subject)
                .toList();
        var lost = LostCreates.of(evidence.zenQms());
        var findings = new ArrayList<String>();
        for (var person : lost) {
            if (!told.contains(person)) {
                findings.add("Person " + person + " was created, the answer was lost, and nobody was told of it.");
            }
        }
        return new Check("accounts whose answer was lost were found again", lost.size() + " answers lost", findings);
    }

    private Check createdOnce() {
        Map<String, Integer> created = new HashMap<>();
        told("CREATED").forEach(outcome -> created.merge(subject(outcome), 1, Integer::sum));
        var findings = created.entrySet().stream()
                .filter(times -> times.getValue() > 1)
                .map(times -> "Person " + times.getKey() + " was told created " + times.getValue() + " times.")
                .toList();
        return new Check("nobody told created twice", created.size() + " created", findings);
    }

    private Check nobodyBurnt() {
        var findings = new ArrayList<String>();
        for (var kind : List.of("FAILED", "HELD")) {
            told(kind)
                    .forEach(outcome ->
                            findings.add("Person " + subject(outcome) + " is " + Story.sentence(outcome) + "."));
        }
        return new Check(
                "nobody failed or was held by an outage", evidence.outcomes().size() + " outcomes", findings);
    }

    private Check leaversInactive() {
        var findings = stillActive(evidence.deletedForGood(), evidence.users()).stream()
                .map(id -> "Person " + id + " is deleted for good but active in ZenQMS.")
                .toList();
        return new Check(
                "who was deleted for good is inactive",
                evidence.deletedForGood().size() + " people",
                findings);
    }

    /** Of these people, those who are active in ZenQMS. */
    static List<String> stillActive(Set<String> people, List<JsonNode> users) {
        return users.stream()
                .filter(user -> user.path("is_active").asBoolean())
                .map(user -> user.path("external_id").asText())
                .filter(people::contains)
                .toList();
    }

    private Check noEarlyRetry() {
        var findings = new ArrayList<String>();
        early(evidence.directory(), "Graph", findings);
        early(evidence.zenQms(), "ZenQMS", findings);
        return new Check(
                "no early retry",
                evidence.zenQms().path("byStatus").path("503").asInt() + " refusals with Retry-After",
                findings);
    }

    private static void early(JsonNode noted, String whose, List<String> findings) {
        for (var retry : noted.path("earlyRetries")) {
            findings.add(whose + " was asked " + retry.path("earlyMillis").asInt() + " ms too early at "
                    + retry.path("time").asText() + ": "
                    + retry.path("operation").asText()
                    + (retry.path("sameRequest").asBoolean() ? ", the same request." : ", another request."));
        }
    }

    private List<JsonNode> told(String kind) {
        return evidence.outcomes().stream()
                .filter(outcome -> outcome.path("kind").asText().equals(kind))
                .toList();
    }

    private static String subject(JsonNode outcome) {
        return outcome.path("subjectId").asText();
    }
}
