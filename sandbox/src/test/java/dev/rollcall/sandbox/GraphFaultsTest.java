package dev.rollcall.sandbox;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class GraphFaultsTest {
    private static final Person ADA = Person.of("Ada", "Example", "ada@contoso.example", "Engineer");

    private final SettableClock clock = new SettableClock();
    private Sandbox sandbox;
    private Wire wire;
    private EntraTenant tenant;
    private String token;

    @BeforeEach
    void start() {
        sandbox = Sandbox.start(SandboxOptions.defaults().withClock(clock));
        wire = new Wire(sandbox.uri());
        tenant = sandbox.tenant("8b1c0a4e-0000-4000-8000-000000000001");
        token = wire.tokenOf(tenant);
    }

    @AfterEach
    void stop() {
        wire.close();
        sandbox.close();
    }

    @Test
    void aLaggingReplicaShowsTheStateBeforeUntilItsTimeHasPassed() {
        // Given
        tenant.faults().replicaLag(Duration.ofSeconds(30));
        String id = tenant.add(ADA).id();
        int tooYoung = user(id).status();
        clock.pass(Duration.ofSeconds(20));
        tenant.change(id, person -> person.withJobTitle("Director"));
        clock.pass(Duration.ofSeconds(10));

        // When
        String title = user(id).json().path("jobTitle").asText();
        clock.pass(Duration.ofSeconds(20));
        String later = user(id).json().path("jobTitle").asText();

        // Then
        assertThat(tooYoung).isEqualTo(404);
        assertThat(title).isEqualTo("Engineer");
        assertThat(later).isEqualTo("Director");
    }

    @Test
    void aLaggingReplicaShowsTheStateBeforeForSoManyReadsAlsoInABatch() {
        // Given
        String id = tenant.add(ADA).id();
        tenant.faults().replicaLagReads(3);
        tenant.softDelete(id);

        // When
        List<Integer> statuses = List.of(
                user(id).status(),
                deleted(id).status(),
                batch("/users/" + id).at("/responses/0/status").asInt(),
                user(id).status(),
                deleted(id).status());

        // Then
        assertThat(statuses).containsExactly(200, 404, 200, 404, 200);
    }

    @Test
    void theChangeFeedKnowsWhatAReplicaDoesNotShowYet() {
        // Given
        tenant.faults().replicaLag(Duration.ofHours(1));
        String id = tenant.add(ADA).id();

        // When
        JsonNode page = wire.get("/v1.0/users/delta", token).json();

        // Then
        assertThat(page.at("/value/0/id").asText()).isEqualTo(id);
        assertThat(user(id).status()).isEqualTo(404);
    }

    @Test
    void aSkeletonIsCompletedAndNotifiedAgain() {
        // Given
        try (var receiver = new Receiver()) {
            subscribe(receiver);
            tenant.faults().skeletons(Duration.ofHours(1));
            String id = tenant.add(ADA).id();
            JsonNode young = user(id).json();

            // When
            tenant.faults().completeSkeletons();

            // Then
            assertThat(Stream.of("mail", "givenName", "surname", "jobTitle").map(young::path))
                    .allMatch(JsonNode::isNull);
            assertThat(user(id).json().path("mail").asText()).isEqualTo("ada@contoso.example");
            assertThat(user(id).json().path("jobTitle").asText()).isEqualTo("Engineer");
            Awaitility.await().until(() -> receiver.items().size() == 2);
            assertThat(receiver.items())
                    .allSatisfy(
                            item -> assertThat(item.path("changeType").asText()).isEqualTo("updated"));
        }
    }

    @Test
    void aSkeletonIsCompletedByItselfWithoutUndoingWhatHappenedMeanwhile() {
        // Given
        tenant.faults().skeletons(Duration.ofMillis(50));
        String id = tenant.add(ADA).id();

        // When
        tenant.change(id, person -> person.withJobTitle("Director"));

        // Then
        Awaitility.await().until(() -> user(id).json().path("mail").isTextual());
        assertThat(user(id).json().path("jobTitle").asText()).isEqualTo("Director");
    }

    @Test
    void countsResourceUnitsAndThrottlesUntilTheWindowEnds() {
        // Given
        tenant.faults().resourceUnits(5);
        wire.get("/v1.0/users", token);
        Wire.Reply selected = wire.get("/v1.0/users?$select=id", token);
        clock.pass(Duration.ofMillis(7_872));

        // When
        Wire.Reply full = wire.get("/v1.0/users", token);
        Wire.Reply refused = wire.get("/v1.0/users", token);
        clock.pass(Duration.ofMillis(2_128));
        Wire.Reply again = wire.get("/v1.0/users", token);

        // Then
        assertThat(selected.header("x-ms-resource-unit")).isEqualTo("1");
        assertThat(selected.header("x-ms-throttle-limit-percentage")).isNull();
        assertThat(full.status()).isEqualTo(200);
        assertThat(full.header("x-ms-resource-unit")).isEqualTo("2");
        assertThat(full.header("x-ms-throttle-limit-percentage")).isEqualTo("1.0");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Retry-After")).isEqualTo("2.128");
        assertThat(refused.header("x-ms-throttle-limit-percentage")).isEqualTo("1.4");
        assertThat(refused.header("x-ms-throttle-scope"))
                .isEqualTo("Tenant_Application/ReadWrite/" + tenant.clientId() + "/" + tenant.tenantId());
        assertThat(refused.header("x-ms-throttle-information")).isEqualTo("ResourceUnitLimitExceeded");
        assertThat(refused.json().at("/error/code").asText()).isEqualTo("TooManyRequests");
        assertThat(again.status()).isEqualTo(200);
    }

    @Test
    void eachItemOfABatchCostsItsOwnAndIsThrottledAlone() {
        // Given
        String id = tenant.add(ADA).id();
        tenant.faults().resourceUnits(3);

        // When
        JsonNode responses = batch("/users/" + id, "/users/" + id + "?$select=id", "/users/" + id, "/users/" + id)
                .path("responses");

        // Then
        assertThat(responses)
                .extracting(response -> response.path("status").asInt())
                .containsExactlyInAnyOrder(200, 200, 200, 429);
        assertThat(responses)
                .filteredOn(response -> response.path("status").asInt() == 429)
                .singleElement()
                .satisfies(response ->
                        assertThat(response.at("/headers/Retry-After").asText()).isEqualTo("10.000"));
    }

    @Test
    void lowPriorityIsThrottledFirst() {
        // Given
        tenant.faults().resourceUnits(2);
        wire.get("/v1.0/users?$select=id", token);

        // When
        int low = wire.lowPriority("/v1.0/users?$select=id", token).status();
        tenant.faults().resourceUnits(2);
        wire.get("/v1.0/users?$select=id", token);
        int normal = wire.get("/v1.0/users?$select=id", token).status();

        // Then
        assertThat(low).isEqualTo(429);
        assertThat(normal).isEqualTo(200);
    }

    @Test
    void aTokenExpiresInTheMiddleOfAWalkAndTheNextOneIsGood() {
        // Given
        tenant.populate(10, 1);
        tenant.deltaPageSize(3);
        tenant.faults().expireTokensAfter(1);
        String next = wire.get("/v1.0/users/delta?$select=id", token)
                .json()
                .path("@odata.nextLink")
                .asText();

        // When
        Wire.Reply second = wire.get(next, token);
        Wire.Reply renewed = wire.get(next, wire.tokenOf(tenant));

        // Then
        assertThat(second.status()).isEqualTo(401);
        assertThat(second.json().at("/error/code").asText()).isEqualTo("InvalidAuthenticationToken");
        assertThat(renewed.status()).isEqualTo(200);
    }

    @Test
    void oneOperationAloneGoesWrong() {
        // Given
        tenant.add(ADA);
        tenant.faults().next(1, "GET /users/delta", new Fault.Refuse(504, null));

        // When
        int other = wire.get("/v1.0/users", token).status();
        int first = wire.get("/v1.0/users/delta", token).status();
        int second = wire.get("/v1.0/users/delta", token).status();

        // Then
        assertThat(List.of(other, first, second)).containsExactly(200, 504, 200);
    }

    @Test
    void theTokenEndpointFailsOnlyWhenItIsNamed() {
        // Given
        tenant.failNext(1, 503, "5");
        tenant.faults().next(1, GraphFaults.TOKEN, new Fault.Refuse(503, "1"));

        // When
        Wire.Reply refused = wire.token(tenant.tenantId(), tenant.clientId(), tenant.clientSecret());
        int graph = wire.get("/v1.0/users", token).status();
        int token = wire.token(tenant.tenantId(), tenant.clientId(), tenant.clientSecret())
                .status();

        // Then
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.json().path("error").asText()).isEqualTo("temporarily_unavailable");
        assertThat(graph).isEqualTo(503);
        assertThat(token).isEqualTo(200);
        assertThat(tenant.earlyRetries()).isEmpty();
    }

    @Test
    void recoversFromEverything() {
        // Given
        tenant.faults().replicaLag(Duration.ofHours(1));
        tenant.faults().resourceUnits(1);
        tenant.failNext(1_000_000, 503, null);

        // When
        tenant.faults().recover();

        // Then
        String id = tenant.add(ADA).id();
        assertThat(user(id).status()).isEqualTo(200);
        assertThat(user(id).status()).isEqualTo(200);
    }

    private Wire.Reply user(String id) {
        return wire.get("/v1.0/users/" + id + "?$select=id,mail,givenName,surname,jobTitle", token);
    }

    private Wire.Reply deleted(String id) {
        return wire.get("/v1.0/directory/deletedItems/" + id, token);
    }

    private JsonNode batch(String... urls) {
        String requests = Stream.of(urls)
                .map(url -> "{\"id\":\"" + url.hashCode() + Math.random() + "\",\"method\":\"GET\",\"url\":\"" + url
                        + "\"}")
                .collect(Collectors.joining(","));
        return wire.post("/v1.0/$batch", token, "{\"requests\":[" + requests + "]}")
                .json();
    }

    private void subscribe(Receiver receiver) {
        wire.post(
                "/v1.0/subscriptions",
                token,
                "{\"changeType\":\"updated,deleted\",\"resource\":\"users\",\"notificationUrl\":\"" + receiver.url("/n")
                        + "\",\"expirationDateTime\":\"" + clock.instant().plusSeconds(86_400) + "\"}");
    }
}
