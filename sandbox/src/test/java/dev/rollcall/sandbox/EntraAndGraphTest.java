package dev.rollcall.sandbox;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EntraAndGraphTest {
    private static final String SELECT = "$select=id,mail,givenName,surname,jobTitle,accountEnabled";

    private Sandbox sandbox;
    private Wire wire;
    private EntraTenant tenant;

    @BeforeEach
    void start() {
        sandbox = Sandbox.start();
        wire = new Wire(sandbox.uri());
        tenant = sandbox.tenant("8b1c0a4e-0000-4000-8000-000000000001");
    }

    @AfterEach
    void stop() {
        wire.close();
        sandbox.close();
    }

    @Test
    void tokenCarriesTenantApplicationAndPermissions() {
        // Given
        tenant.tokenLife(Duration.ofSeconds(1234));

        // When
        Wire.Reply reply = wire.token(tenant.tenantId(), tenant.clientId(), tenant.clientSecret());

        // Then
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("token_type").asText()).isEqualTo("Bearer");
        assertThat(reply.json().path("expires_in").asInt()).isEqualTo(1234);
        String[] parts = reply.json().path("access_token").asText().split("\\.");
        JsonNode claims = Json.read(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8));
        assertThat(parts).hasSize(3);
        assertThat(claims.path("tid").asText()).isEqualTo(tenant.tenantId());
        assertThat(claims.path("appid").asText()).isEqualTo(tenant.clientId());
        assertThat(claims.path("roles"))
                .extracting(JsonNode::asText)
                .containsExactly("User.Read.All", "Group.Read.All", "GroupMember.Read.All");
    }

    @Test
    void tokenEndpointRefusesAsEntraDoes() {
        // Given
        String id = tenant.tenantId();

        // When
        Wire.Reply wrongSecret = wire.token(id, tenant.clientId(), "nonsense");
        Wire.Reply unknownApp = wire.token(id, "someone", tenant.clientSecret());
        Wire.Reply unknownTenant = wire.token("nowhere", tenant.clientId(), tenant.clientSecret());
        tenant.expireSecret();
        Wire.Reply expired = wire.token(id, tenant.clientId(), tenant.clientSecret());

        // Then
        assertRefusal(wrongSecret, 401, "invalid_client", 7000215);
        assertRefusal(unknownApp, 400, "unauthorized_client", 700016);
        assertRefusal(unknownTenant, 400, "invalid_request", 90002);
        assertRefusal(expired, 401, "invalid_client", 7000222);
    }

    @Test
    void tokenEndpointTakesBasicAuthentication() {
        // Given
        String pair = Base64.getEncoder()
                .encodeToString((tenant.clientId() + ":" + tenant.clientSecret()).getBytes(StandardCharsets.UTF_8));

        // When
        int status = basicTokenStatus(pair);

        // Then
        assertThat(status).isEqualTo(200);
    }

    @Test
    void graphKnowsOnlyItsOwnLiveTokens() {
        // Given
        String good = wire.tokenOf(tenant);
        tenant.tokenLife(Duration.ZERO);
        String expired = wire.tokenOf(tenant);
        String foreign;
        try (var other = Sandbox.start();
                var otherWire = new Wire(other.uri())) {
            foreign = otherWire.tokenOf(other.tenant(tenant.tenantId()));
        }

        // When
        List<Wire.Reply> refused = Arrays.asList(
                wire.get("/v1.0/users", null), wire.get("/v1.0/users", expired), wire.get("/v1.0/users", foreign));

        // Then
        assertThat(refused).allSatisfy(reply -> {
            assertThat(reply.status()).isEqualTo(401);
            assertThat(reply.json().at("/error/code").asText()).isEqualTo("InvalidAuthenticationToken");
            assertThat(reply.header("request-id")).isNotBlank();
        });
        assertThat(wire.get("/v1.0/users", good).status()).isEqualTo(200);
    }

    @Test
    void tokenDecidesTheTenant() {
        // Given
        EntraTenant other = sandbox.tenant("8b1c0a4e-0000-4000-8000-000000000002");
        Person here = tenant.add(Person.of("Ada", "Example", "ada@contoso.example", "Engineer"));
        String otherToken = wire.tokenOf(other);

        // When
        Wire.Reply fromOther = wire.get("/v1.0/users/" + here.id(), otherToken);

        // Then
        assertThat(fromOther.status()).isEqualTo(404);
        assertThat(fromOther.json().at("/error/code").asText()).isEqualTo("Request_ResourceNotFound");
        assertThat(wire.get("/v1.0/users/" + here.id(), wire.tokenOf(tenant)).status())
                .isEqualTo(200);
    }

    @Test
    void accountEnabledComesOnlyWhenSelected() {
        // Given
        Person ada = tenant.add(Person.of("Ada", "Example", "ada@contoso.example", null));
        String token = wire.tokenOf(tenant);

        // When
        JsonNode unselected = wire.get("/v1.0/users/" + ada.id(), token).json();
        JsonNode selected =
                wire.get("/v1.0/users/" + ada.id() + "?" + SELECT, token).json();

        // Then
        assertThat(unselected.has("accountEnabled")).isFalse();
        assertThat(unselected.path("userPrincipalName").asText()).isEqualTo("ada@contoso.example");
        assertThat(selected.path("accountEnabled").asBoolean()).isTrue();
        assertThat(selected.has("jobTitle")).isTrue();
        assertThat(selected.path("jobTitle").isNull()).isTrue();
        assertThat(selected.has("userPrincipalName")).isFalse();
        assertThat(wire.get("/v1.0/users/" + ada.id() + "?$select=shoeSize", token)
                        .status())
                .isEqualTo(400);
    }

    @Test
    void listsUsersInPages() {
        // Given
        tenant.populate(25, 3);
        String token = wire.tokenOf(tenant);
        List<String> ids = new ArrayList<>();

        // When
        String next = "/v1.0/users?$top=10&" + SELECT;
        int pages = 0;
        while (next != null) {
            JsonNode page = wire.get(next, token).json();
            page.path("value").forEach(user -> ids.add(user.path("id").asText()));
            next = page.has("@odata.nextLink") ? page.path("@odata.nextLink").asText() : null;
            pages++;
        }

        // Then
        assertThat(pages).isEqualTo(3);
        assertThat(ids)
                .containsExactlyElementsOf(
                        tenant.people().stream().map(Person::id).toList());
    }

    @Test
    void softDeletedIsAmongTheDeletedItemsAndHardDeletedNowhere() {
        // Given
        Person soft = tenant.add(Person.of("Ada", "Example", "ada@contoso.example", "Engineer"));
        Person hard = tenant.add(Person.of("Bo", "Example", "bo@contoso.example", "Engineer"));
        String token = wire.tokenOf(tenant);

        // When
        tenant.softDelete(soft.id());
        tenant.hardDelete(hard.id());

        // Then
        assertThat(wire.get("/v1.0/users/" + soft.id(), token).status()).isEqualTo(404);
        Wire.Reply deleted = wire.get("/v1.0/directory/deletedItems/" + soft.id() + "?" + SELECT, token);
        assertThat(deleted.status()).isEqualTo(200);
        assertThat(deleted.json().path("@odata.type").asText()).isEqualTo("#microsoft.graph.user");
        assertThat(deleted.json().path("mail").asText()).isEqualTo("ada@contoso.example");
        assertThat(wire.get("/v1.0/directory/deletedItems/microsoft.graph.user", token)
                        .json()
                        .path("value"))
                .hasSize(1);
        assertThat(wire.get("/v1.0/directory/deletedItems/" + hard.id(), token).status())
                .isEqualTo(404);
        tenant.restore(soft.id());
        assertThat(wire.get("/v1.0/users/" + soft.id(), token).status()).isEqualTo(200);
    }

    @Test
    void batchAnswersEachItemWithItsOwnStatusInAnyOrder() {
        // Given
        tenant.populate(19, 5);
        String token = wire.tokenOf(tenant);
        List<String> ids =
                new ArrayList<>(tenant.people().stream().map(Person::id).toList());
        ids.add("00000000-0000-4000-8000-00000000dead");

        // When
        Wire.Reply reply = wire.post("/v1.0/$batch", token, batch(ids));

        // Then
        assertThat(reply.status()).isEqualTo(200);
        JsonNode responses = reply.json().path("responses");
        List<String> order = new ArrayList<>();
        responses.forEach(response -> order.add(response.path("id").asText()));
        assertThat(order)
                .hasSize(20)
                .isNotEqualTo(IntStream.range(0, 20).mapToObj(Integer::toString).toList());
        responses.forEach(response -> {
            int index = response.path("id").asInt();
            assertThat(response.path("status").asInt()).isEqualTo(index == 19 ? 404 : 200);
            if (index < 19) {
                assertThat(response.at("/body/id").asText()).isEqualTo(ids.get(index));
            }
        });
    }

    @Test
    void batchOfMoreThanTwentyIsRefused() {
        // Given
        String token = wire.tokenOf(tenant);

        // When
        Wire.Reply reply = wire.post("/v1.0/$batch", token, batch(Collections.nCopies(21, "x")));

        // Then
        assertThat(reply.status()).isEqualTo(400);
    }

    @Test
    void batchItemsFailAlone() {
        // Given
        tenant.populate(10, 5);
        String token = wire.tokenOf(tenant);
        tenant.failNextBatchItems(2, 429, "2.128");

        // When
        JsonNode responses = wire.post(
                        "/v1.0/$batch",
                        token,
                        batch(tenant.people().stream().map(Person::id).toList()))
                .json()
                .path("responses");

        // Then
        List<JsonNode> throttled = new ArrayList<>();
        responses.forEach(response -> {
            if (response.path("status").asInt() == 429) {
                throttled.add(response);
            }
        });
        assertThat(throttled).hasSize(2).allSatisfy(response -> {
            assertThat(response.at("/headers/Retry-After").asText()).isEqualTo("2.128");
            assertThat(response.at("/body/error/code").asText()).isEqualTo("TooManyRequests");
        });
    }

    @Test
    void nextCallsFailAsToldAndAreRecorded() {
        // Given
        String token = wire.tokenOf(tenant);
        tenant.failNext(1, 503, "7");

        // When
        Wire.Reply failed = wire.get("/v1.0/users", token);
        Wire.Reply fine = wire.get("/v1.0/users", token);

        // Then
        assertThat(failed.status()).isEqualTo(503);
        assertThat(failed.header("Retry-After")).isEqualTo("7");
        assertThat(fine.status()).isEqualTo(200);
        assertThat(tenant.calls())
                .extracting(call -> call.operation() + " " + call.status())
                .containsExactly("POST /{tenant}/oauth2/v2.0/token 200", "GET /users 503", "GET /users 200");
    }

    @Test
    void withoutConsentNothingIsReadable() {
        // Given
        tenant.roles(List.of());
        String token = wire.tokenOf(tenant);

        // When
        Wire.Reply reply = wire.get("/v1.0/users", token);

        // Then
        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.json().at("/error/code").asText()).isEqualTo("Authorization_RequestDenied");
    }

    private int basicTokenStatus(String pair) {
        var request = java.net.http.HttpRequest.newBuilder(
                        java.net.URI.create(sandbox.uri() + "/" + tenant.tenantId() + "/oauth2/v2.0/token"))
                .header("Authorization", "Basic " + pair)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(
                        "grant_type=client_credentials&scope=https%3A%2F%2Fgraph.microsoft.com%2F.default"))
                .build();
        try (var client = java.net.http.HttpClient.newHttpClient()) {
            return client.sendAsync(request, java.net.http.HttpResponse.BodyHandlers.discarding())
                    .join()
                    .statusCode();
        }
    }

    private static String batch(List<String> ids) {
        return IntStream.range(0, ids.size())
                .mapToObj(i -> "{\"id\":\"" + i + "\",\"method\":\"GET\",\"url\":\"/users/" + ids.get(i) + "?" + SELECT
                        + "\"}")
                .collect(Collectors.joining(",", "{\"requests\":[", "]}"));
    }

    private static void assertRefusal(Wire.Reply reply, int status, String error, int code) {
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.json().path("error").asText()).isEqualTo(error);
        assertThat(reply.json().path("error_description").asText()).startsWith("AADSTS" + code + ":");
        assertThat(reply.json().path("error_codes").get(0).asInt()).isEqualTo(code);
    }
}
