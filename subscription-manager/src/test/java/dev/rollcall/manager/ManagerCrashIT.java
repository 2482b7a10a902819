package dev.rollcall.manager;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

import dev.rollcall.model.InitialBatch;
import dev.rollcall.model.MessageType;
import dev.rollcall.model.UserNotice;
import dev.rollcall.model.WalkClosed;
import dev.rollcall.sandbox.DeliveryFaults;
import dev.rollcall.sandbox.EntraTenant;
import dev.rollcall.sandbox.Sandbox;
import dev.rollcall.testbed.ServiceCommand;
import dev.rollcall.testbed.ServiceDatabase;
import dev.rollcall.testbed.ServiceProcess;
import dev.rollcall.testbed.Testbed;

import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The packaged service in a process of its own, killed as a power cut does it. */
class ManagerCrashIT {

    private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");

    private Sandbox sandbox;
    private HandshakeDoor door;
    private Workers workers;
    private Path keysets;
    private ServiceDatabase database;

    @BeforeEach
    void startTheOutsideWorld() {
        sandbox = Sandbox.start();
        door = new HandshakeDoor();
        workers = new Workers();
        keysets = ManagerSettings.keysets();
        database = Testbed.postgres().database("subscription_manager_crash");
    }

    @AfterEach
    void stopTheOutsideWorld() {
        workers.close();
        door.close();
        sandbox.close();
        ManagerSettings.delete(keysets);
    }

    @Test
    void promise1_aWalkThatWasKilledGoesOnAtItsCheckpoint() throws IOException {
        // Given
        var key = "zenqms-key-" + UUID.randomUUID();
        sandbox.account(key);
        var tenant = sandbox.tenant(UUID.randomUUID().toString());
        tenant.populate(300, 42);
        tenant.deltaPageSize(10);
        tenant.latency(Duration.ofMillis(150));
        String integration;
        String run;
        try (var first = configured("manager-killed").start()) {
            var api = new ManagerApi(first.httpPort());
            awaitUp(first, api);
            integration = api.create(sandbox.uri(), tenant, key);
            run = api.activate(integration);
            eventually().until(() -> api.run(run).getLong("walked") >= 50);

            // When
            first.kill();
        }

        // Then
        assertThat(workers.heard(MessageType.WALK_CLOSED, WalkClosed.class, integration))
                .isEmpty();
        try (var second = configured("manager-after-kill").start()) {
            var api = new ManagerApi(second.httpPort());
            awaitUp(second, api);
            eventually().until(() -> api.run(run).getBoolean("walkClosed"));
            assertThat(api.run(run).getLong("total")).isEqualTo(300);
            eventually()
                    .untilAsserted(
                            () -> assertThat(workers.heard(MessageType.WALK_CLOSED, WalkClosed.class, integration))
                                    .extracting(WalkClosed::people)
                                    .containsOnly(300L));
        }
        assertThat(workers.people(integration)).hasSize(300);
        // One that was on its way may come twice; then it is the same.
        assertThat(workers.batches(integration).stream().distinct())
                .extracting(InitialBatch::batch)
                .containsOnlyOnceElementsOf(
                        java.util.stream.IntStream.rangeClosed(1, 30).boxed().toList());
        var walksBegun = tenant.calls().stream()
                .filter(c -> c.path().endsWith("/users/delta"))
                .filter(c -> !c.query().contains("token"))
                .count();
        assertThat(walksBegun).isEqualTo(1);
    }

    @Test
    void promise1_aSweepThatWasKilledGoesOnAtItsPage() throws IOException {
        // Given
        var key = "zenqms-key-" + UUID.randomUUID();
        sandbox.account(key);
        var tenant = sandbox.tenant(UUID.randomUUID().toString());
        tenant.populate(200, 42);
        String integration;
        try (var first = configured("manager-swept").start()) {
            var api = new ManagerApi(first.httpPort());
            awaitUp(first, api);
            integration = api.create(sandbox.uri(), tenant, key);
            api.activate(integration);
            eventually().until(() -> lastSweep(api, integration) != null);
            tenant.deltaPageSize(10);
            tenant.delivery(DeliveryFaults.none().withLose(1));
            tenant.people().forEach(p -> tenant.change(p.id(), one -> one.withJobTitle("Changed")));
            tenant.latency(Duration.ofMillis(200));
            api.post("/integrations/" + integration + "/sweep", null).statusCode(202);
            eventually().until(() -> swept(integration).size() >= 50);

            // When
            first.kill();
        }

        // Then
        assertThat(swept(integration)).hasSizeLessThan(200);
        var before = deltaLinks(tenant);
        tenant.latency(Duration.ZERO);
        try (var second = configured("manager-swept-on").start()) {
            var api = new ManagerApi(second.httpPort());
            awaitUp(second, api);
            eventually().until(() -> swept(integration).size() >= 200);
            eventually()
                    .untilAsserted(() -> assertThat(api.integration(integration).getLong("sweep.unannounced"))
                            .isEqualTo(200));
        }
        var swept = swept(integration).stream().map(n -> n.subjectId().value()).toList();
        assertThat(swept.stream().distinct()).hasSize(200);
        // At most what the relay had sent and not yet heard of is sent twice; no page is.
        assertThat(deltaLinks(tenant)).isEqualTo(before);
    }

    private static String lastSweep(ManagerApi api, String integration) {
        return api.integration(integration).getString("sweep.lastSweepAt");
    }

    private List<UserNotice> swept(String integration) {
        return workers.heard(MessageType.USER_NOTICE, UserNotice.class, integration);
    }

    /** How many rounds were begun. */
    private static long deltaLinks(EntraTenant tenant) {
        return tenant.calls().stream()
                .filter(c -> c.query() != null && c.query().contains("deltatoken"))
                .count();
    }

    @Test
    void whatIsMissingIsSaidInASentenceEachAndTheServiceEnds() throws IOException {
        // Given
        var bare = connected("manager-bare");

        // When
        try (var process = bare.start()) {
            // Then
            eventually().untilAsserted(() -> assertThat(process.isAlive()).isFalse());
            assertThat(process.log())
                    .contains("ROLLCALL_API_TOKEN", "rollcall.manager.public-url", "secrets-keyset", "access-keyset")
                    .doesNotContain("\tat ");
        }
    }

    /** Only the parts it needs to start at all. */
    private ServiceCommand connected(String name) throws IOException {
        return ServiceProcess.of(JAR)
                .name(name)
                .jvmOption("-Xmx256m")
                .withManagementPort()
                .env("KAFKA_BOOTSTRAP_SERVERS", Testbed.kafka().bootstrapServers())
                .env("QUARKUS_DATASOURCE_JDBC_URL", database.jdbcUrl())
                .env("QUARKUS_DATASOURCE_USERNAME", database.username())
                .env("QUARKUS_DATASOURCE_PASSWORD", database.password());
    }

    private ServiceCommand configured(String name) throws IOException {
        return connected(name)
                .env("ROLLCALL_API_TOKEN", ManagerSettings.API_TOKEN)
                .env("ROLLCALL_MANAGER_PUBLIC_URL", door.uri().toString())
                .env("ROLLCALL_MANAGER_ALLOW_INSECURE_ENDPOINTS", "true")
                .env(
                        "ROLLCALL_MANAGER_SECRETS_KEYSET",
                        keysets.resolve("secrets.json").toString())
                .env("ROLLCALL_ACCESS_KEYSET", keysets.resolve("access.json").toString())
                .env("ROLLCALL_MANAGER_RUN_LEASE", "PT3S");
    }

    private static void awaitUp(ServiceProcess process, ManagerApi api) {
        eventually().ignoreExceptions().untilAsserted(() -> {
            assertThat(process.isAlive()).as(process.log()).isTrue();
            api.get("/integrations").statusCode(200);
        });
    }

    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(200));
    }
}
