package dev.rollcall.launcher;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CastTest {

    @Test
    void leavesOutWhomTheRulesArgueAbout() {
        // Given
        var ada = person("ada");
        var people = List.<JsonNode>of(
                ada,
                person("disabled").put("accountEnabled", false),
                person("deleted").put("state", "soft-deleted"),
                person("guest").put("userType", "Guest"),
                person("titleless").putNull("jobTitle"),
                person("international").put("mail", "jürgen@x.example"),
                person("one of two").put("mail", "Shared@x.example"),
                person("the other").put("mail", "shared@x.example"));

        // When
        var cast = Cast.complete(people);

        // Then
        assertThat(cast).containsExactly(ada);
    }

    @Test
    void takesOnlyWhoIsActiveInZenQms() {
        // Given
        var ada = person("ada");
        var users = List.<JsonNode>of(user("ada", true), user("bo", false));

        // When
        var cast = Cast.of(List.of(ada, person("bo"), person("cy")), users);

        // Then
        assertThat(cast).containsExactly(ada);
    }

    private static ObjectNode person(String id) {
        return JsonApi.JSON
                .createObjectNode()
                .put("id", id)
                .put("state", "live")
                .put("accountEnabled", true)
                .put("userType", "Member")
                .put("mail", id.replace(' ', '.') + "@x.example")
                .put("givenName", "Ada")
                .put("surname", "Lovelace")
                .put("jobTitle", "Programmer");
    }

    private static ObjectNode user(String externalId, boolean active) {
        return JsonApi.JSON.createObjectNode().put("external_id", externalId).put("is_active", active);
    }
}
