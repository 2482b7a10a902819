package dev.rollcall.sandbox;

import java.io.UncheckedIOException;
import java.time.Duration;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ControlTest {
    private static final String TENANT = "/sandbox/tenants/8b1c0a4e-0000-4000-8000-000000000001";

    private Sandbox sandbox;
    private Wire wire;

    @BeforeEach
    void start() {
        sandbox = Sandbox.start();
        wire = new Wire(sandbox.uri());
    }

    @AfterEach
    void stop() {
        wire.close();
        sandbox.close();
    }

    @Test
    void fillsATenantOnceHoweverOftenItIsAsked() {
        // Given
        String body = "{\"clientId\":\"app\",\"clientSecret\":\"word\",\"people\":50,\"seed\":3}";

        // When
        JsonNode first = wire.call("PUT", TENANT, null, body).json();
        JsonNode second = wire.call("PUT", TENANT, null, body).json();

        // Then
        assertThat(first.path("people").asInt()).isEqualTo(50);
        assertThat(second).isEqualTo(first);
        assertThat(wire.token("8b1c0a4e-0000-4000-8000-000000000001", "app", "word")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void changesAPersonAsTheJavaApiDoes() {
        // Given
        wire.call("PUT", TENANT, null, "{\"people\":10}");
        String id = wire.get(TENANT + "/people?limit=1", null)
                .json()
                .at("/data/0/id")
                .asText();

        // When
        wire.call("PATCH", TENANT + "/people/" + id, null, "{\"jobTitle\":\"Lead\",\"surname\":null}");
        wire.post(TENANT + "/people/" + id + "/disable", null, null);
        wire.post(TENANT + "/people/" + id + "/soft-delete", null, null);

        // Then
        JsonNode found = wire.get(TENANT + "/people?q=" + id, null).json();
        assertThat(found.path("total").asInt()).isEqualTo(1);
        JsonNode person = found.at("/data/0");
        assertThat(person.path("jobTitle").asText()).isEqualTo("Lead");
        assertThat(person.path("surname").isNull()).isTrue();
        assertThat(person.path("accountEnabled").asBoolean()).isFalse();
        assertThat(person.path("state").asText()).isEqualTo("soft-deleted");
    }

    @Test
    void addsAPersonAndSetsDeliveryFaults() {
        // Given
        wire.call("PUT", TENANT, null, "{}");

        // When
        JsonNode added = wire.post(
                        TENANT + "/people",
                        null,
                        "{\"givenName\":\"Ada\",\"surname\":\"Example\",\"mail\":\"ada@contoso.example\",\"jobTitle\":\"Engineer\"}")
                .json();
        JsonNode faults = wire.call("PUT", TENANT + "/delivery", null, "{\"copies\":2,\"shuffle\":true}")
                .json();

        // Then
        assertThat(added.path("accountEnabled").asBoolean()).isTrue();
        assertThat(sandbox.tenant("8b1c0a4e-0000-4000-8000-000000000001").people())
                .extracting(Person::id)
                .containsExactly(added.path("id").asText());
        assertThat(faults.path("copies").asInt()).isEqualTo(2);
        assertThat(sandbox.tenant("8b1c0a4e-0000-4000-8000-000000000001").delivery())
                .isEqualTo(DeliveryFaults.none().withCopies(2).withShuffle(true));
    }

    @Test
    void reportsWhatAnAccountWasAsked() {
        // Given
        wire.call("PUT", TENANT, null, "{\"people\":100}");
        wire.call(
                "PUT",
                "/sandbox/accounts/key",
                null,
                "{\"existingFrom\":\"8b1c0a4e-0000-4000-8000-000000000001\",\"existing\":5}");
        wire.call("PATCH", "/v2/users/1001", "key", "{\"is_active\":true}");

        // When
        JsonNode report = wire.get("/sandbox/accounts/key/report", null).json();

        // Then
        assertThat(report.path("users").asInt()).isEqualTo(5);
        assertThat(report.path("calls").asInt()).isEqualTo(1);
        assertThat(report.path("byOperation").path("PATCH /v2/users/{id}").asInt())
                .isEqualTo(1);
        assertThat(report.path("byStatus").path("200").asInt()).isEqualTo(1);
        assertThat(report.path("mailsCaused")).isEmpty();
        assertThat(report.path("writesWithoutDifference")).hasSize(1);
        JsonNode users = wire.get("/sandbox/accounts/key/users?limit=2", null).json();
        assertThat(users.path("total").asInt()).isEqualTo(5);
        assertThat(users.path("data")).hasSize(2);
    }

    @Test
    void reportsWhoseCreateWasNeverAnswered() {
        // Given
        wire.call("PUT", "/sandbox/accounts/key", null, "{}");
        wire.call(
                "PUT",
                "/sandbox/accounts/key/faults",
                null,
                "{\"next\":{\"fault\":\"silence\",\"operation\":\"POST /v2/users\"}}");
        Wire impatient = wire.patient(Duration.ofMillis(300));

        // When
        assertThatThrownBy(
                        () -> impatient.post(
                                "/v2/users",
                                "key",
                                "{\"external_id\":\"e1\",\"email\":\"ada@contoso.example\",\"first_name\":\"Ada\",\"last_name\":\"Example\",\"title\":\"Engineer\"}"))
                .isInstanceOf(UncheckedIOException.class);

        // Then
        JsonNode unanswered =
                wire.get("/sandbox/accounts/key/report", null).json().path("unanswered");
        assertThat(unanswered).hasSize(1);
        assertThat(unanswered.at("/0/operation").asText()).isEqualTo("POST /v2/users");
        assertThat(unanswered.at("/0/externalId").asText()).isEqualTo("e1");
        impatient.close();
    }

    @Test
    void setsWhatGoesWrongWithAnAccountsSearches() {
        // Given
        wire.call("PUT", TENANT, null, "{\"people\":20}");
        wire.call(
                "PUT",
                "/sandbox/accounts/key",
                null,
                "{\"existingFrom\":\"8b1c0a4e-0000-4000-8000-000000000001\",\"existing\":5}");

        // When
        int set = wire.call("PUT", "/sandbox/accounts/key/faults", null, "{\"pageCap\":2,\"idFilterIgnored\":true}")
                .status();
        int nonsense = wire.call("PUT", "/sandbox/accounts/key/faults", null, "{\"pageCap\":0}")
                .status();

        // Then
        assertThat(set).isEqualTo(200);
        assertThat(nonsense).isEqualTo(400);
        JsonNode found =
                wire.post("/v2/users/search", "key", "{\"id\":\"nobody\"}").json();
        assertThat(found.path("total").asInt()).isEqualTo(5);
        assertThat(found.path("data")).hasSize(2);
    }

    @Test
    void setsAndShowsFaultsAndRecovers() {
        // Given
        wire.call("PUT", TENANT, null, "{\"people\":60}");
        wire.call("PUT", "/sandbox/accounts/key", null, "{}");

        // When
        JsonNode tenant = wire.call(
                        "PUT",
                        TENANT + "/faults",
                        null,
                        "{\"replicaLagMillis\":500,\"replicaLagReads\":2,\"skeletonMillis\":300,\"resourceUnits\":\"by-size\","
                                + "\"next\":{\"times\":3,\"fault\":\"truncate\"}}")
                .json();
        JsonNode account = wire.call(
                        "PUT",
                        "/sandbox/accounts/key/faults",
                        null,
                        "{\"rateLimit\":5,\"pageRepeats\":true,\"next\":{\"fault\":\"silence\",\"operation\":\"POST /v2/users\"},"
                                + "\"downMillis\":60000,\"status\":503,\"retryAfter\":\"2\"}")
                .json();
        int unknown = wire.call("PUT", TENANT + "/faults", null, "{\"next\":{\"fault\":\"nonsense\"}}")
                .status();
        JsonNode recovered =
                wire.call("PUT", TENANT + "/faults", null, "{\"recover\":true}").json();

        // Then
        assertThat(tenant.path("replicaLagMillis").asInt()).isEqualTo(500);
        assertThat(tenant.path("replicaLagReads").asInt()).isEqualTo(2);
        assertThat(tenant.path("skeletonMillis").asInt()).isEqualTo(300);
        assertThat(tenant.path("resourceUnits").asInt()).isEqualTo(5_000);
        assertThat(tenant.path("pending").asInt()).isEqualTo(3);
        assertThat(account.path("rateLimit").asInt()).isEqualTo(5);
        assertThat(account.path("pageRepeats").asBoolean()).isTrue();
        assertThat(account.path("pending").asInt()).isEqualTo(1);
        assertThat(account.path("downMillis").asLong()).isPositive();
        assertThat(unknown).isEqualTo(400);
        assertThat(recovered.path("pending").asInt()).isZero();
        assertThat(recovered.path("resourceUnits").asText()).isEqualTo("none");
    }

    @Test
    void servesThePageWithoutInlineScript() {
        // Given
        String path = "/sandbox/";

        // When
        Wire.Reply page = wire.get(path, null);

        // Then
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Security-Policy")).contains("default-src 'self'");
        assertThat(wire.get("/sandbox/sandbox.js", null).status()).isEqualTo(200);
        assertThat(wire.get("/sandbox/sandbox.css", null).status()).isEqualTo(200);
        assertThat(wire.get("/sandbox/health", null).json().path("status").asText())
                .isEqualTo("UP");
    }

    @Test
    void saysWhatIsWrongWithARequest() {
        // Given
        wire.call("PUT", TENANT, null, "{}");

        // When
        int unknownTenant = wire.get("/sandbox/tenants/nobody/people", null).status();
        int unknownPerson =
                wire.post(TENANT + "/people/nobody/disable", null, null).status();

        // Then
        assertThat(unknownTenant).isEqualTo(404);
        assertThat(unknownPerson).isEqualTo(400);
    }
}
