package dev.rollcall.manager;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.rollcall.sandbox.EntraTenant;

import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;

import static io.restassured.RestAssured.given;

/** The manager's API, as an administrator's tool calls it. */
final class ManagerApi {

    private static final String BASE = "/api/v1";

    private final int port;

    /** Of the application under test. */
    ManagerApi() {
        this(0);
    }

    /** Of a process of its own. */
    ManagerApi(int port) {
        this.port = port;
    }

    ValidatableResponse post(String path, Object body) {
        var request = signedIn();
        return (body == null ? request : request.body(body)).post(BASE + path).then();
    }

    ValidatableResponse get(String path) {
        return signedIn().get(BASE + path).then();
    }

    /** For what must not be encoded again. */
    ValidatableResponse getEncoded(String path) {
        return signedIn().urlEncodingEnabled(false).get(BASE + path).then();
    }

    ValidatableResponse patch(String path, Object body) {
        return signedIn().body(body).patch(BASE + path).then();
    }

    ValidatableResponse delete(String path) {
        return signedIn().delete(BASE + path).then();
    }

    /** Its id. */
    String create(URI sandbox, EntraTenant tenant, String apiKey) {
        return post("/integrations", request(sandbox, tenant, apiKey))
                .statusCode(201)
                .extract()
                .path("id");
    }

    /** The run's id. */
    String activate(String integration) {
        return post("/integrations/" + integration + "/activate", null)
                .statusCode(202)
                .extract()
                .path("runId");
    }

    JsonPath run(String run) {
        return get("/runs/" + run).statusCode(200).extract().jsonPath();
    }

    JsonPath integration(String id) {
        return get("/integrations/" + id).statusCode(200).extract().jsonPath();
    }

    static Map<String, Object> request(URI sandbox, EntraTenant tenant, String apiKey) {
        var login = sandbox + "/" + tenant.tenantId() + "/oauth2/v2.0/";
        var request = new HashMap<String, Object>();
        request.put("name", "Demo of " + tenant.tenantId());
        request.put(
                "directory",
                Map.of(
                        "kind",
                        "entra",
                        "authorizeUrl",
                        login + "authorize",
                        "tokenUrl",
                        login + "token",
                        "clientId",
                        tenant.clientId(),
                        "clientSecret",
                        tenant.clientSecret(),
                        "graphUrl",
                        sandbox.toString()));
        request.put("zenqms", Map.of("baseUrl", sandbox.toString(), "apiKey", apiKey));
        request.put("settings", Map.of("protectedPeople", List.of("protected-1")));
        return request;
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> directory(Map<String, Object> request) {
        return (Map<String, Object>) request.get("directory");
    }

    private RequestSpecification signedIn() {
        var request = given();
        return (port == 0 ? request : request.port(port))
                .header("Authorization", "Bearer " + ManagerSettings.API_TOKEN)
                .contentType("application/json");
    }
}
