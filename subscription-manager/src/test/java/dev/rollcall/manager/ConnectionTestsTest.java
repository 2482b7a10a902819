package dev.rollcall.manager;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.rollcall.sandbox.EntraTenant;
import dev.rollcall.sandbox.RecordedCall;
import dev.rollcall.sandbox.Sandbox;
import dev.rollcall.sandbox.ZenQmsAccount;
import dev.rollcall.sandbox.ZenUser;

import io.quarkus.test.junit.QuarkusTest;

import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

/** Connection tests as an administrator asks for them; on the application and the parts that {@link ManagerTest} starts. */
@QuarkusTest
class ConnectionTestsTest {

    private static Sandbox sandbox;
    private static Workers workers;

    private final ManagerApi api = new ManagerApi();
    private EntraTenant tenant;
    private ZenQmsAccount account;

    @ConfigProperty(name = "rollcall.manager.public-url")
    String publicUrl;

    @BeforeAll
    static void startTheOutsideWorld() {
        sandbox = Sandbox.start();
        workers = new Workers();
    }

    @AfterAll
    static void stopTheOutsideWorld() {
        workers.close();
        sandbox.close();
    }

    @BeforeEach
    void fill() {
        tenant = sandbox.tenant(UUID.randomUUID().toString());
        tenant.populate(3, 42);
        account = sandbox.account("zenqms-key-" + UUID.randomUUID());
        for (int i = 0; i < 3; i++) {
            account.seed(ZenUser.of(UUID.randomUUID() + "@contoso.example", "Ada", "Lovelace", "QA"));
        }
    }

    @Test
    void aDraftsConnectionsAreTestedAndNothingIsLeftBehind() {
        // Given
        var integration = api.create(sandbox.uri(), tenant, account.apiKey());

        // When
        var test = saved(integration);

        // Then
        assertThat(failed(test)).isEmpty();
        assertThat(test.getBoolean("ok")).isTrue();
        assertThat(test.getString("wire.'field-case'")).isEqualTo("snake");
        assertThat(seen(test, "endpoint.handshake")).contains("a trial subscription was made and ended");
        assertThat(tenant.openSubscriptions()).isZero();
        assertThat(account.calls())
                .extracting(RecordedCall::operation)
                .containsOnly("POST /v2/users/search", "POST /v2/roles/search");
        assertThat(api.integration(integration).getString("state")).isEqualTo("DRAFT");
    }

    @Test
    void whoIsActiveIsToldByTheSubscriptionsThatAreThere() {
        // Given
        var integration = api.create(sandbox.uri(), tenant, account.apiKey());
        api.activate(integration);
        await().untilAsserted(() -> assertThat(tenant.openSubscriptions()).isEqualTo(2));
        await().untilAsserted(() -> assertThat(api.integration(integration).getList("subscriptions"))
                .hasSize(2));

        // When
        var before = subscribeCalls();
        var good = saved(integration);
        tenant.dropSubscriptions();
        var dropped = saved(integration);
        // A new secret before it is saved: the address is the integration's.
        var wizard = given(ManagerApi.request(sandbox.uri(), tenant, account.apiKey()));

        // Then
        assertThat(seen(good, "endpoint.handshake")).contains("groups until", "users until");
        assertThat(failed(dropped)).containsExactly("endpoint.handshake");
        assertThat(failed(wizard)).containsExactly("endpoint.handshake");
        assertThat(subscribeCalls()).isEqualTo(before);
    }

    @Test
    void connectionsAreTestedBeforeTheyAreSavedAndKeptNowhere() {
        // Given
        var before = api.get("/integrations").extract().jsonPath().getList("id").size();
        var request = ManagerApi.request(sandbox.uri(), tenant, account.apiKey());
        request.remove("name");
        request.remove("settings");

        // When
        var test = given(request);
        request.remove("directory");
        var zenQmsOnly = given(request);

        // Then
        assertThat(test.getBoolean("ok")).isTrue();
        assertThat(tenant.openSubscriptions()).isZero();
        assertThat(zenQmsOnly.getList("checks.id", String.class))
                .contains("zenqms.key")
                .noneMatch(id -> id.startsWith("directory.") || id.startsWith("endpoint."));
        assertThat(api.get("/integrations").extract().jsonPath().getList("id")).hasSize(before);
    }

    @Test
    void promise11_answersHoldNoSecretAndNobody() {
        // Given
        var integration = api.create(sandbox.uri(), tenant, account.apiKey());

        // When
        var answer = api.post("/integrations/" + integration + "/connection-test", null)
                .statusCode(200)
                .extract()
                .asString();

        // Then
        assertThat(answer).doesNotContain(tenant.clientSecret(), account.apiKey(), "eyJ", "/graph/", "Lovelace");
        account.users().forEach(user -> assertThat(answer).doesNotContain(user.email()));
    }

    @Test
    void saysWhatIsWrongOnBothSidesAtOnce() {
        // Given
        var request = ManagerApi.request(sandbox.uri(), tenant, "no-such-key");
        var directory = new HashMap<>(ManagerApi.directory(request));
        directory.put("clientSecret", "the-secret-id");
        request.put("directory", directory);

        // When
        var test = given(request);

        // Then
        assertThat(failed(test)).containsExactly("directory.token", "zenqms.key");
        assertThat(seen(test, "directory.token")).contains("AADSTS7000215");
        assertThat(seen(test, "endpoint.handshake")).contains("takes a token");
    }

    @Test
    void anExpiredSecretAndAMissingPermissionAreNamed() {
        // Given
        tenant.roles(List.of("User.Read.All", "Group.Read.All"));
        var integration = api.create(sandbox.uri(), tenant, account.apiKey());

        // When
        var missing = saved(integration);
        tenant.expireSecret();
        var expired = saved(integration);

        // Then
        assertThat(failed(missing)).containsExactly("directory.group-member-read-all");
        assertThat(seen(expired, "directory.token")).contains("has expired");
        assertThat(api.integration(integration).getString("problem")).isNull();
    }

    @Test
    void anAddressThatRefusesTheHandshakeIsTold() {
        // Given
        var integration = api.create(sandbox.uri(), tenant, account.apiKey());
        RestAssured.given().post(publicUrl + "refuse?2").then().statusCode(204);

        // When
        var test = saved(integration);

        // Then
        assertThat(failed(test)).containsExactly("endpoint.own-call", "endpoint.handshake");
        assertThat(seen(test, "endpoint.handshake")).contains("status 503");
    }

    @Test
    void wrongRequestsAreAnsweredWithTheFields() {
        // Given
        var request = ManagerApi.request(URI.create("ftp://host"), tenant, "key");

        // When
        var refusal = api.post("/connection-tests", request);

        // Then
        refusal.statusCode(400).body("errors.field", hasItems("directory.tokenUrl", "zenqms.baseUrl"));
        api.post("/connection-tests", Map.of()).statusCode(400).body("title", equalTo("Check the request"));
        api.post("/integrations/none/connection-test", null).statusCode(404);
    }

    private long subscribeCalls() {
        return tenant.calls().stream()
                .filter(call -> call.operation().equals("POST /subscriptions"))
                .count();
    }

    private JsonPath saved(String integration) {
        return api.post("/integrations/" + integration + "/connection-test", null)
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private JsonPath given(Map<String, Object> request) {
        return api.post("/connection-tests", request).statusCode(200).extract().jsonPath();
    }

    private static List<String> failed(JsonPath test) {
        return test.getList("checks.findAll { it.status == 'FAILED' }.id", String.class);
    }

    private static String seen(JsonPath test, String id) {
        return test.getString("checks.find { it.id == '" + id + "' }.seen");
    }
}
