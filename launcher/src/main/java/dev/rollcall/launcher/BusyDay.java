package dev.rollcall.launcher;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.JsonNode;

/** Waves of changes in the directory, so quick that their notifications overtake each other. Nobody is in two waves. */
final class BusyDay {

    private static final String PEOPLE = "/sandbox/tenants/" + DemoIntegration.TENANT + "/people";

    private final DemoIntegration demo;
    private final int people;
    private final Random random;
    private final Set<String> changed = new HashSet<>();
    private final Set<String> deletedForGood = new HashSet<>();
    private int counter;

    /**
     * @param people how many there are; a wave's size goes by it
     * @param seed decides who plays which part
     */
    BusyDay(DemoIntegration demo, int people, long seed) {
        this.demo = demo;
        this.people = people;
        this.random = new Random(seed);
    }

    /** Titles and names of people of whom some are in ZenQMS already and some are not, and a hire. Returns how many. */
    int amidTheFirstSync(int of1000) {
        var cast = shuffled(Cast.complete(demo.people()));
        var before = counter;
        each(cast, of1000 / 3, this::promoted);
        each(cast, of1000 / 3, this::renamed);
        each(cast, of1000 / 3, this::promotedTwice);
        hired();
        return counter - before;
    }

    /** All that can happen to a person. Returns how many changes. */
    int afterTheFirstSync() {
        var cast = shuffled(Cast.of(demo.people(), demo.zenQmsUsers()));
        var before = counter;
        each(cast, 15, this::promoted);
        each(cast, 10, this::promotedTwice);
        each(cast, 10, this::married);
        each(cast, 8, person -> act(person, "disable"));
        each(cast, 4, person -> act(person, "disable", "enable"));
        each(cast, 4, person -> act(person, "soft-delete"));
        each(cast, 3, person -> act(person, "soft-delete", "restore"));
        each(cast, 2, this::deletedForGood);
        each(cast, 6, person -> act(person, "notify-again"));
        each(cast, 4, person -> hired());
        return counter - before;
    }

    /** Who is nowhere in the directory any more, and so can't be asked for. */
    Set<String> deletedForGood() {
        return Set.copyOf(deletedForGood);
    }

    private void each(List<JsonNode> cast, int of1000, Consumer<JsonNode> change) {
        for (int i = Math.max(1, of1000 * people / 1000); i > 0; i--) {
            var person = cast.removeLast();
            changed.add(id(person));
            counter++;
            change.accept(person);
        }
    }

    private List<JsonNode> shuffled(List<JsonNode> cast) {
        var rest = new ArrayList<>(cast);
        rest.removeIf(person -> changed.contains(id(person)));
        Collections.shuffle(rest, random);
        return rest;
    }

    private void promoted(JsonNode person) {
        change(person, Map.of("jobTitle", "Head of Area " + counter));
    }

    /** The first notice may come after the second one, and both after the change. */
    private void promotedTwice(JsonNode person) {
        change(person, Map.of("jobTitle", "Acting Head of Area " + counter));
        promoted(person);
    }

    private void renamed(JsonNode person) {
        change(person, Map.of("surname", "Sørensen-" + person.path("surname").asText()));
    }

    private void married(JsonNode person) {
        change(person, Map.of("surname", "Óconnor", "mail", "married." + counter + "@contoso.example"));
    }

    private void deletedForGood(JsonNode person) {
        deletedForGood.add(id(person));
        act(person, "hard-delete");
    }

    private void hired() {
        counter++;
        demo.sandbox()
                .post(
                        PEOPLE,
                        Map.of(
                                "givenName",
                                "Nora",
                                "surname",
                                "Ostermann " + counter,
                                "displayName",
                                "Nora Ostermann " + counter,
                                "mail",
                                "nora.ostermann." + counter + "@contoso.example",
                                "jobTitle",
                                "Quality Engineer",
                                "accountEnabled",
                                true));
    }

    private void change(JsonNode person, Map<String, String> fields) {
        demo.sandbox().patch(PEOPLE + "/" + id(person), fields);
    }

    private void act(JsonNode person, String... actions) {
        for (var action : actions) {
            demo.sandbox().post(PEOPLE + "/" + id(person) + "/" + action, Map.of());
        }
    }

    private static String id(JsonNode person) {
        return person.path("id").asText();
    }
}
