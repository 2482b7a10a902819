package dev.rollcall.sandbox;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The control API's objects. */
final class ControlJson {
    private static final Map<String, BiFunction<Person, String, Person>> TEXTS = Map.of(
            "id", Person::withId,
            "mail", Person::withMail,
            "givenName", Person::withGivenName,
            "surname", Person::withSurname,
            "jobTitle", Person::withJobTitle,
            "userType", Person::withUserType,
            "userPrincipalName", Person::withUserPrincipalName,
            "displayName", Person::withDisplayName,
            "department", Person::withDepartment);

    private ControlJson() {}

    static ObjectNode write(Person person, String state) {
        return Json.object()
                .put("id", person.id())
                .put("displayName", person.displayName())
                .put("mail", person.mail())
                .put("givenName", person.givenName())
                .put("surname", person.surname())
                .put("jobTitle", person.jobTitle())
                .put("accountEnabled", person.accountEnabled())
                .put("userType", person.userType())
                .put("userPrincipalName", person.userPrincipalName())
                .put("department", person.department())
                .put("state", state);
    }

    static ObjectNode write(Delivery delivery) {
        ObjectNode json = Json.object()
                .put("time", delivery.time().toString())
                .put("subscriptionId", delivery.subscriptionId())
                .put("attempt", delivery.attempt())
                .put("status", delivery.status())
                .put("tookMillis", delivery.took().toMillis());
        ArrayNode resources = json.putArray("resources");
        delivery.resources().forEach(resources::add);
        ArrayNode kinds = json.putArray("kinds");
        delivery.kinds().forEach(kinds::add);
        return json;
    }

    static ObjectNode write(DeliveryFaults faults) {
        return Json.object()
                .put("copies", faults.copies())
                .put("shuffle", faults.shuffle())
                .put("windowMillis", faults.window().toMillis())
                .put("delayMillis", faults.delay().toMillis())
                .put("lose", faults.lose())
                .put("itemsPerPost", faults.itemsPerPost());
    }

    /** The faults with the fields that were given. */
    static DeliveryFaults faults(DeliveryFaults now, JsonNode body) {
        return new DeliveryFaults(
                body.path("copies").asInt(now.copies()),
                body.path("shuffle").asBoolean(now.shuffle()),
                Duration.ofMillis(body.path("windowMillis").asLong(now.window().toMillis())),
                Duration.ofMillis(body.path("delayMillis").asLong(now.delay().toMillis())),
                body.path("lose").asDouble(now.lose()),
                body.path("itemsPerPost").asInt(now.itemsPerPost()));
    }

    /** The person with the fields that were given; null clears a text. */
    static Person changed(Person person, JsonNode body) {
        Person changed = person;
        for (var text : TEXTS.entrySet()) {
            if (body.has(text.getKey())) {
                changed = text.getValue().apply(changed, Json.text(body, text.getKey()));
            }
        }
        return body.has("accountEnabled")
                ? changed.withAccountEnabled(body.path("accountEnabled").asBoolean())
                : changed;
    }

    static boolean fits(Person person, String q) {
        return contains(q, person.displayName(), person.mail(), person.jobTitle(), person.id());
    }

    static boolean fits(ZenUser user, String q) {
        return contains(
                q, user.firstName() + " " + user.lastName(), user.email(), user.title(), user.externalId(), user.id());
    }

    private static boolean contains(String q, String... texts) {
        return q.isEmpty()
                || Stream.of(texts)
                        .anyMatch(text ->
                                text != null && text.toLowerCase(Locale.ROOT).contains(q));
    }
}
