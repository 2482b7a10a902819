package dev.rollcall.sandbox;

import java.time.Duration;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EarlyRetriesTest {
    private static final String KEY = "key-of-a-test";

    private final SettableClock clock = new SettableClock();
    private Sandbox sandbox;
    private Wire wire;
    private EntraTenant tenant;
    private ZenQmsAccount account;
    private String token;

    @BeforeEach
    void start() {
        sandbox = Sandbox.start(SandboxOptions.defaults().withClock(clock));
        wire = new Wire(sandbox.uri());
        tenant = sandbox.tenant("8b1c0a4e-0000-4000-8000-000000000001");
        account = sandbox.account(KEY);
        token = wire.tokenOf(tenant);
    }

    @AfterEach
    void stop() {
        wire.close();
        sandbox.close();
    }

    @Test
    void theSameRequestTooEarlyIsFlagged() {
        // Given
        tenant.failNext(1, 429, "2.128");
        wire.get("/v1.0/users", token);

        // When
        wire.get("/v1.0/users", token);

        // Then
        assertThat(tenant.earlyRetries())
                .containsExactly(
                        new EarlyRetry("GET /users", "/v1.0/users", clock.instant(), Duration.ofMillis(2_128), true));
    }

    @Test
    void whoWaitedIsNotFlagged() {
        // Given
        tenant.failNext(1, 503, "2");
        wire.get("/v1.0/users", token);
        clock.pass(Duration.ofSeconds(2));

        // When
        wire.get("/v1.0/users", token);

        // Then
        assertThat(tenant.earlyRetries()).isEmpty();
    }

    @Test
    void anotherRequestIsExcusedOnlyWhileItMayHaveBeenUnderWay() {
        // Given
        account.failNext(1, 429, "2");
        search("{\"id\":\"1\"}");

        // When
        search("{\"id\":\"2\"}");
        clock.pass(Duration.ofSeconds(1));
        search("{\"id\":\"3\"}");

        // Then
        assertThat(account.earlyRetries()).singleElement().satisfies(early -> {
            assertThat(early.early()).isEqualTo(Duration.ofSeconds(1));
            assertThat(early.sameRequest()).isFalse();
        });
    }

    @Test
    void aStormOfRefusalsExcusesNobody() {
        // Given
        account.failNext(10, 429, "2");

        // When
        for (int i = 0; i < 10; i++) {
            search("{\"id\":\"" + i + "\"}");
            clock.pass(Duration.ofMillis(100));
        }

        // Then
        assertThat(account.earlyRetries()).hasSize(7);
    }

    @Test
    void aRefusalInsideABatchCountsForItsItemAlone() {
        // Given
        String ada = tenant.add(Person.of("Ada", "Example", "ada@contoso.example", "Engineer"))
                .id();
        String bo = tenant.add(Person.of("Bo", "Example", "bo@contoso.example", "Engineer"))
                .id();
        tenant.failNextBatchItems(1, 429, "2.128");
        batch(ada);
        clock.pass(Duration.ofSeconds(1));

        // When
        batch(bo);
        batch(ada);
        clock.pass(Duration.ofMillis(1_128));
        batch(ada);

        // Then
        assertThat(tenant.earlyRetries())
                .containsExactly(new EarlyRetry(
                        "POST /$batch",
                        "/users/" + ada,
                        clock.instant().minusMillis(1_128),
                        Duration.ofMillis(1_128),
                        true));
    }

    @Test
    void aDateIsUnderstoodAndNonsenseObligesNobody() {
        // Given
        account.failNext(1, 503, "Mon, 23 Nov 2026 10:00:05 GMT");
        account.failNext(1, 503, "soon");
        search("{\"id\":\"1\"}");
        clock.pass(Duration.ofSeconds(5));
        search("{\"id\":\"2\"}");

        // When
        search("{\"id\":\"2\"}");

        // Then
        assertThat(account.earlyRetries()).isEmpty();
    }

    @Test
    void theAccountsReportAndTheTenantsFaultsShowThem() {
        // Given
        tenant.failNext(1, 429, "5");
        account.failNext(1, 429, "5");
        wire.get("/v1.0/users", token);
        wire.get("/v1.0/users", token);
        search("{}");
        search("{}");

        // When
        JsonNode report = wire.get("/sandbox/accounts/" + KEY + "/report", null).json();
        JsonNode faults = wire.get("/sandbox/tenants/" + tenant.tenantId() + "/faults", null)
                .json();

        // Then
        assertThat(List.of(report, faults)).allSatisfy(json -> {
            assertThat(json.path("earlyRetries")).hasSize(1);
            assertThat(json.at("/earlyRetries/0/earlyMillis").asInt()).isEqualTo(5_000);
        });
    }

    private void search(String criteria) {
        wire.post("/v2/users/search", KEY, criteria);
    }

    private void batch(String id) {
        wire.post(
                "/v1.0/$batch",
                token,
                "{\"requests\":[{\"id\":\"1\",\"method\":\"GET\",\"url\":\"/users/" + id + "?$select=id\"}]}");
    }
}
