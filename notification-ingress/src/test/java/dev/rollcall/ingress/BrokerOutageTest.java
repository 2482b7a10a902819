package dev.rollcall.ingress;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import dev.rollcall.model.DoorReopened;
import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.IntegrationState;
import dev.rollcall.model.MessageType;
import dev.rollcall.model.Topics;
import dev.rollcall.outbox.MessageJson;
import dev.rollcall.testbed.RealPartsResource;
import dev.rollcall.testbed.Testbed;
import dev.rollcall.testbed.TopicReader;
import dev.rollcall.testbed.TopicWriter;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@QuarkusTest
@QuarkusTestResource(RealPartsResource.class)
class BrokerOutageTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final IntegrationId integration = new IntegrationId("it-" + UUID.randomUUID());
    private final String key = "key-" + UUID.randomUUID();

    @TestHTTPResource("/")
    URI address;

    @TestHTTPResource(value = "/", management = true)
    URI inside;

    @Inject
    Doors doors;

    @Inject
    MessageJson json;

    @Test
    void promise1_promise10_turnsPostsAwayQuicklyWhileTheBrokerIsGoneAndTakesThemWhenItIsBack() {
        // Given
        try (var door = new DoorUnderTest(address);
                var operators = new DoorUnderTest(inside)) {
            settings(1);
            await().until(() -> doors.find(key).isPresent());
            var body = Contoso.fixture("user-updated");
            Testbed.kafka().stop();

            // When
            HttpResponse<String> alone;
            Duration longest;
            HttpResponse<String> handshake;
            boolean stillAlive;
            try {
                alone = door.notify(key, body);
                handshake = door.post("/graph/" + key + "/lifecycle?validationToken=t0ken", BodyPublishers.noBody());
                longest = slowestOf(40, door, body);
                await().atMost(PATIENCE)
                        .until(() -> operators.get("/q/health/ready").statusCode() == 503);
                stillAlive = operators.get("/q/health/live").statusCode() == 200;
            } finally {
                Testbed.kafka().startAgain();
            }

            // Then
            assertThat(alone.statusCode()).isEqualTo(503);
            assertThat(alone.headers().firstValue("Retry-After")).contains("1");
            assertThat(longest).isLessThan(Duration.ofSeconds(3));
            assertThat(handshake.body()).isEqualTo("t0ken");
            assertThat(stillAlive).isTrue();
            await().atMost(PATIENCE)
                    .until(() -> operators.get("/q/health/ready").statusCode() == 200);
            await().atMost(PATIENCE).until(() -> door.notify(key, body).statusCode() == 202);
            try (var users = TopicReader.fromStart(Testbed.kafka().bootstrapServers(), Topics.USER_NOTICES)) {
                assertThat(users.records(integration + "/8f1ab2c3-0d4e-4f5a-9b6c-7d8e9f0a1b2c"))
                        .isNotEmpty();
            }
            // What came meanwhile may be lost: whoever reads this asks the change feed.
            try (var said = TopicReader.fromStart(Testbed.kafka().bootstrapServers(), Topics.LIFECYCLE_NOTICES)) {
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(said.records(integration + "/door"))
                                .extracting(record ->
                                        json.read(record.value().getBytes(StandardCharsets.UTF_8), DoorReopened.class))
                                .extracting(DoorReopened::since)
                                .anyMatch(Objects::nonNull));
            }
            settings(2);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(doors.find(key))
                            .map(Door::settingsVersion)
                            .contains(2L));
        }
    }

    /** The longest that one of several POSTs at a time waited; each of them must be turned away. */
    private Duration slowestOf(int count, DoorUnderTest door, String body) {
        var waits = IntStream.range(0, count)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> {
                            var started = System.nanoTime();
                            assertThat(door.notify(key, body).statusCode()).isEqualTo(503);
                            return Duration.ofNanos(System.nanoTime() - started);
                        },
                        task -> Thread.ofVirtual().start(task)))
                .toList();
        return waits.stream()
                .map(CompletableFuture::join)
                .max(Duration::compareTo)
                .orElseThrow();
    }

    private void settings(long version) {
        var settings = Contoso.settings(integration, version, IntegrationState.ACTIVE, key, Contoso.CLIENT_STATE);
        try (var writer = new TopicWriter(Testbed.kafka().bootstrapServers())) {
            writer.send(
                    Topics.SETTINGS,
                    integration.value(),
                    MessageType.SETTINGS.ceType(),
                    new String(json.write(settings), StandardCharsets.UTF_8));
        }
    }
}
