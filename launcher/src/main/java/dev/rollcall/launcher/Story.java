package dev.rollcall.launcher;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;

/** A day in a directory, with every notification sent twice and out of order: what each change must come to in ZenQMS. */
final class Story {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /**
     * One person's change and what became of it.
     *
     * @param notice how often it was announced, and what the ingress answered
     * @param outcome the last word of the run log
     * @param zenQms the ZenQMS user at the end
     * @param right whether it came to what the rules say, in time
     */
    record Row(String who, String change, String notice, String outcome, String zenQms, boolean right) {}

    private final DemoIntegration demo;
    private final List<Row> rows = new ArrayList<>();
    private Iterator<JsonNode> cast;
    private Instant began = Instant.now();

    Story(DemoIntegration demo) {
        this.demo = demo;
    }

    List<Row> play(PrintStream out) {
        out.println("Playing the story: every notification comes twice, some out of order ...");
        demo.sandbox()
                .put(tenant("/delivery"), Map.of("copies", 2, "shuffle", true, "windowMillis", 300, "itemsPerPost", 1));
        cast = Cast.of(demo.people(), demo.zenQmsUsers()).iterator();
        hire();
        changed(
                "gets a new job title",
                Map.of("jobTitle", "Head of Validation"),
                user -> has(user, "title", "Head of Validation"));
        disabledAndEnabled();
        leaves();
        deletedAndRestored();
        deletedForGood();
        renamed();
        mailOfAnother();
        nothingChanged();
        return List.copyOf(rows);
    }

    private void hire() {
        began = Instant.now();
        var hired = demo.sandbox()
                .post(
                        tenant("/people"),
                        Map.of(
                                "givenName", "Nora",
                                "surname", "Ostermann",
                                "displayName", "Nora Ostermann",
                                "mail", "nora.ostermann@contoso.example",
                                "jobTitle", "Quality Engineer",
                                "accountEnabled", true));
        tell(hired, "is hired", 0, user -> has(user, "email", "nora.ostermann@contoso.example") && active(user));
    }

    private void changed(String what, Map<String, Object> fields, Predicate<JsonNode> asItShould) {
        var person = cast.next();
        var before = begin(id(person));
        demo.sandbox().patch(tenant("/people/" + id(person)), fields);
        tell(person, what, before, asItShould);
    }

    private void disabledAndEnabled() {
        var person = cast.next();
        act(person, "disable", "is disabled", user -> !active(user));
        act(person, "enable", "is enabled again", Story::active);
    }

    private void leaves() {
        act(cast.next(), "disable", "leaves: is disabled", user -> !active(user));
    }

    private void deletedAndRestored() {
        var person = cast.next();
        var user = userOf(id(person)).map(u -> u.path("id").asText()).orElse("");
        act(person, "soft-delete", "is deleted", u -> !active(u));
        act(person, "restore", "is restored, keeps the link", u -> active(u) && has(u, "id", user));
    }

    private void deletedForGood() {
        var person = cast.next();
        act(person, "hard-delete", "is deleted for good", user -> !active(user));
    }

    private void renamed() {
        changed(
                "marries: new surname and mail",
                Map.of("surname", "Sørensen-Müller", "mail", "sorensen.mueller@contoso.example"),
                user -> has(user, "last_name", "Sørensen-Müller")
                        && has(user, "email", "sorensen.mueller@contoso.example"));
    }

    private void mailOfAnother() {
        var person = cast.next();
        var other = cast.next();
        var ownMail = person.path("mail").asText();
        var before = begin(id(person));
        demo.sandbox()
                .patch(
                        tenant("/people/" + id(person)),
                        Map.of("mail", other.path("mail").asText()));
        await(() -> lastOutcome(id(person))
                .filter(o -> reason(o).equals("mail-shared-in-directory"))
                .isPresent());
        tell(
                person,
                "gets the mail of " + other.path("displayName").asText(),
                before,
                user -> has(user, "email", ownMail)
                        && has(
                                userOf(id(other)).orElse(JsonApi.JSON.createObjectNode()),
                                "email",
                                other.path("mail").asText())
                        && lastOutcome(id(person))
                                .filter(o -> o.toString().contains(id(other)))
                                .isPresent());
    }

    private void nothingChanged() {
        var person = cast.next();
        act(person, "notify-again", "is announced, but nothing changed", Story::active);
    }

    private void act(JsonNode person, String action, String what, Predicate<JsonNode> asItShould) {
        var before = begin(id(person));
        var outcomes = demo.outcomes(id(person)).size();
        demo.sandbox().post(tenant("/people/" + id(person) + "/" + action), Map.of());
        await(() -> demo.outcomes(id(person)).size() > outcomes);
        tell(person, what, before, asItShould);
    }

    /** Returns how often the person was announced before this step. */
    private int begin(String subject) {
        began = Instant.now();
        return deliveries(subject);
    }

    /** What the change came to; the second copy of its notification finds nothing left to do, which is no news. */
    private Optional<JsonNode> outcomeOfThisStep(String subject) {
        var since = demo.outcomes(subject).stream()
                .filter(outcome -> !Instant.parse(outcome.path("at").asText()).isBefore(began))
                .toList();
        return since.stream()
                .filter(outcome -> !outcome.path("kind").asText().equals("UNCHANGED"))
                .findFirst()
                .or(() -> since.stream().findFirst());
    }

    private void tell(JsonNode person, String what, int deliveriesBefore, Predicate<JsonNode> asItShould) {
        var right = await(() -> userOf(id(person)).filter(asItShould).isPresent()
                && outcomeOfThisStep(id(person)).isPresent()
                && deliveries(id(person)) > deliveriesBefore);
        rows.add(new Row(
                person.path("displayName").asText(),
                what,
                (deliveries(id(person)) - deliveriesBefore) + " x 202",
                outcomeOfThisStep(id(person)).map(Story::sentence).orElse("none"),
                userOf(id(person)).map(Story::shown).orElse("no user"),
                right));
    }

    private int deliveries(String subject) {
        int accepted = 0;
        for (var delivery : demo.sandbox().get(tenant("/deliveries?limit=1000")).path("data")) {
            for (var resource : delivery.path("resources")) {
                accepted += delivery.path("status").asInt() == 202
                                && resource.asText().endsWith(subject)
                        ? 1
                        : 0;
            }
        }
        return accepted;
    }

    private Optional<JsonNode> userOf(String subject) {
        var found = demo.sandbox()
                .get("/sandbox/accounts/" + DemoIntegration.ACCOUNT + "/users?external_id=" + subject)
                .path("data");
        return found.isEmpty() ? Optional.empty() : Optional.of(found.get(0));
    }

    private Optional<JsonNode> lastOutcome(String subject) {
        return demo.outcomes(subject).stream().findFirst();
    }

    private static boolean await(BooleanSupplier condition) {
        return Eventually.holds(PATIENCE, condition);
    }

    static String sentence(JsonNode outcome) {
        var reason = reason(outcome);
        return outcome.path("kind").asText().toLowerCase(Locale.ROOT) + (reason.isEmpty() ? "" : " (" + reason + ")");
    }

    private static String reason(JsonNode outcome) {
        return outcome.path("reason").asText("").replace("null", "");
    }

    private static String shown(JsonNode user) {
        return (active(user) ? "active" : "inactive") + ", "
                + user.path("title").asText() + ", " + user.path("email").asText();
    }

    private static boolean active(JsonNode user) {
        return user.path("is_active").asBoolean();
    }

    private static boolean has(JsonNode user, String field, String value) {
        return user.path(field).asText().equals(value);
    }

    private static String id(JsonNode person) {
        return person.path("id").asText();
    }

    private static String tenant(String path) {
        return "/sandbox/tenants/" + DemoIntegration.TENANT + path;
    }
}
