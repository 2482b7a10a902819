package dev.rollcall.diagnosis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ShapeTest {

    @Test
    void promise11_showsNamesTypesAndLengthsOnly() {
        // Given
        var body = """
                {"data": [
                    {"id": 1234, "external_id": "3f2a0000-aaaa", "email": "ada@x.example", "roles": [{"id": "7"}]},
                    {"id": 1235, "external_id": null, "email": "bob@longer.example", "is_active": true}],
                 "total": 2, "by_mail": {"ada@x.example": 1}}""";

        // When
        var lines = shape("application/json; charset=utf-8", body);

        // Then
        assertThat(String.join("\n", lines)).isEqualTo("""
                POST /v2/users/search: 200, application/json, 246 bytes, 5 ms
                  by_mail: object
                    (a name of 13 characters): number
                  data: list of 2
                    email: text of 13-18
                    external_id: null or text of 13 (3f2a...)
                    id: number
                    is_active: true/false (in 1 of 2)
                    roles: list of 1 (in 1 of 2)
                      id: text of 1
                  total: number 2""");
    }

    @Test
    void promise11_takesNoMailForAnId() {
        assertThat(shape("application/json", "{\"userId\": \"ada1@x.example\", \"id\": \"Lovelace\"}"))
                .noneMatch(line -> line.contains("ada1") || line.contains("Love"));
    }

    @Test
    void saysLittleOfAPage() {
        assertThat(shape("text/html", "<html>Hello Ada</html>"))
                .containsExactly("POST /v2/users/search: 200, text/html, 22 bytes, 5 ms");
    }

    private static List<String> shape(String type, String body) {
        return Shape.of(new Caller.Exchange(
                "POST /v2/users/search",
                new Seen.Answer(200, type, null, body.getBytes(StandardCharsets.UTF_8), Duration.ofMillis(5))));
    }
}
