package dev.rollcall.launcher;

import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A judge that finds nothing proves nothing: each rule is broken once. */
class VerdictTest {

    private static final ObjectNode CLEAN = JsonApi.JSON.createObjectNode();

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of("nobody there", person(), List.of(), "not in ZenQMS"),
                Arguments.of(
                        "two users",
                        person(),
                        List.of(user(), user().put("email", "other@x.example")),
                        "2 ZenQMS users"),
                Arguments.of(
                        "two users with one mail",
                        person(),
                        List.of(user(), user().put("id", "2").putNull("external_id")),
                        "ZenQMS users 1, 2 have one mail"),
                Arguments.of("inactive", person(), List.of(user().put("is_active", false)), "inactive"),
                Arguments.of("another title", person(), List.of(user().put("title", "Intern")), "another title"),
                Arguments.of("another mail", person(), List.of(user().put("email", "b@x.example")), "another mail"),
                Arguments.of(
                        "disabled but active",
                        person().put("accountEnabled", false),
                        List.of(user()),
                        "disabled but active"),
                Arguments.of(
                        "deleted but active",
                        person().put("state", "soft-deleted"),
                        List.of(user()),
                        "deleted but active"),
                Arguments.of(
                        "incomplete but there",
                        person().putNull("jobTitle"),
                        List.of(user()),
                        "lacks a required field"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    void findsWhatIsWrong(String what, JsonNode person, List<JsonNode> users, String finding) {
        assertThat(new Verdict(List.of(person), users, CLEAN).findings()).anyMatch(found -> found.contains(finding));
    }

    @Test
    void findsNothingWhereAllIsRight() {
        assertThat(new Verdict(List.of(person()), List.of(user()), CLEAN).findings())
                .isEmpty();
    }

    @Test
    void findsAWriteThatChangedNothingAndAnInvitation() {
        // Given
        var report = JsonApi.JSON.createObjectNode();
        report.putArray("writesWithoutDifference").addObject().put("path", "/v2/users/1");
        report.putArray("mailsCaused").add("invitation of user 1").add("activation of user 2");

        // When
        var findings = new Verdict(List.of(), List.of(user()), report).findings();

        // Then
        assertThat(findings)
                .containsExactly(
                        "A write changed nothing: /v2/users/1, person ada", "A mail was caused: invitation of user 1");
    }

    private static ObjectNode person() {
        return JsonApi.JSON
                .createObjectNode()
                .put("id", "ada")
                .put("state", "live")
                .put("accountEnabled", true)
                .put("userType", "Member")
                .put("mail", "Ada@x.example")
                .put("givenName", "Ada")
                .put("surname", "Lovelace")
                .put("jobTitle", "Programmer");
    }

    private static ObjectNode user() {
        return JsonApi.JSON
                .createObjectNode()
                .put("id", "1")
                .put("external_id", "ada")
                .put("email", "ada@x.example")
                .put("first_name", "Ada")
                .put("last_name", "Lovelace")
                .put("title", "Programmer")
                .put("is_active", true);
    }
}
