package dev.rollcall.manager;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;

import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The published description of the API; on the application that {@link ManagerTest} starts. */
@QuarkusTest
class ApiDescriptionTest {

    private static final Path COPY = Path.of("..", "docs", "openapi.yaml");
    private static final Path PUBLISHED = Path.of("target", "openapi.yaml");

    @TestHTTPResource(value = "/", management = true)
    URI management;

    @Test
    void theCopyInDocsIsWhatIsPublished() throws IOException {
        // Given
        var published = description("yaml").asString();
        Files.writeString(PUBLISHED, published);

        // Then
        assertThat(Files.readString(COPY))
                .as("docs/openapi.yaml is old. Renew it: cp subscription-manager/target/openapi.yaml docs/openapi.yaml")
                .isEqualTo(published);
    }

    @Test
    void eachOperationSaysWhatItDoesAndWhatItAnswers() {
        // Given
        var api = description("json").jsonPath();

        // Then
        assertThat(api.getString("components.securitySchemes.token.scheme")).isEqualTo("bearer");
        assertThat(api.getList("security")).hasSize(1);
        assertThat(lacking(api)).isEmpty();
    }

    private Response description(String format) {
        var answer = RestAssured.get(management.resolve("/q/openapi?format=" + format));
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer;
    }

    private static List<String> lacking(JsonPath api) {
        var lacking = new ArrayList<String>();
        api.getMap("paths")
                .keySet()
                .forEach(path -> api.getMap("paths.'" + path + "'").keySet().forEach(method -> {
                    var operation = "paths.'" + path + "'." + method + ".";
                    for (var part : List.of("summary", "tags", "responses.'401'", "responses.'500'")) {
                        if (api.get(operation + part) == null) {
                            lacking.add(method + " " + path + ": " + part);
                        }
                    }
                    var answers = api.getMap(operation + "responses");
                    if (answers.keySet().stream()
                            .noneMatch(status -> status.toString().startsWith("2"))) {
                        lacking.add(method + " " + path + ": an answer when all is well");
                    }
                }));
        return lacking;
    }
}
