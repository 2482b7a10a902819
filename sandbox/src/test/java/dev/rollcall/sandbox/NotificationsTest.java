package dev.rollcall.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class NotificationsTest {
    private Sandbox sandbox;
    private Wire wire;
    private Receiver receiver;
    private EntraTenant tenant;
    private String token;

    @BeforeEach
    void start() {
        sandbox = Sandbox.start(SandboxOptions.defaults().withNotificationRetryBase(Duration.ofMillis(30)));
        wire = new Wire(sandbox.uri());
        receiver = new Receiver();
        tenant = sandbox.tenant("8b1c0a4e-0000-4000-8000-000000000001");
        token = wire.tokenOf(tenant);
    }

    @AfterEach
    void stop() {
        receiver.close();
        wire.close();
        sandbox.close();
    }

    @Test
    void handshakesWithBothUrlsBeforeTheCreateCallReturns() {
        // Given
        String request = subscription("users", Duration.ofDays(20));

        // When
        Wire.Reply reply = wire.post("/v1.0/subscriptions", token, request);

        // Then
        assertThat(reply.status()).isEqualTo(201);
        assertThat(receiver.handshakes).containsExactly("/notifications", "/lifecycle");
        JsonNode created = reply.json();
        assertThat(created.path("resource").asText()).isEqualTo("users");
        assertThat(created.path("changeType").asText()).isEqualTo("updated,deleted");
        assertThat(created.path("applicationId").asText()).isEqualTo(tenant.clientId());
        assertThat(created.has("clientState")).isTrue();
        assertThat(created.path("clientState").isNull()).isTrue();
        assertThat(created.path("expirationDateTime").asText()).endsWith("Z");
        assertThat(tenant.openSubscriptions()).isEqualTo(1);
    }

    @Test
    void failedHandshakeCreatesNothing() {
        // Given
        receiver.echoes = false;

        // When
        Wire.Reply wrongToken = wire.post("/v1.0/subscriptions", token, subscription("users", Duration.ofDays(1)));
        receiver.echoes = true;
        receiver.handshakeType = "text/html";
        Wire.Reply wrongType = wire.post("/v1.0/subscriptions", token, subscription("users", Duration.ofDays(1)));

        // Then
        assertThat(List.of(wrongToken, wrongType)).allSatisfy(reply -> {
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.json().at("/error/code").asText()).isEqualTo("ValidationError");
        });
        assertThat(tenant.openSubscriptions()).isZero();
    }

    @Test
    void sameResourceAndKindsTwiceIsAConflict() {
        // Given
        wire.post("/v1.0/subscriptions", token, subscription("users", Duration.ofDays(1)));

        // When
        Wire.Reply again = wire.post("/v1.0/subscriptions", token, subscription("/users", Duration.ofDays(2)));
        Wire.Reply groups = wire.post("/v1.0/subscriptions", token, subscription("groups", Duration.ofDays(2)));

        // Then
        assertThat(again.status()).isEqualTo(409);
        assertThat(groups.status()).isEqualTo(201);
    }

    @Test
    void subscriptionIsListedRenewedReauthorizedAndDeleted() {
        // Given
        String id = create();
        Instant later = Instant.now().plus(Duration.ofDays(28));

        // When
        Wire.Reply renewed =
                wire.call("PATCH", "/v1.0/subscriptions/" + id, token, "{\"expirationDateTime\":\"" + later + "\"}");
        Wire.Reply tooLong = wire.call(
                "PATCH",
                "/v1.0/subscriptions/" + id,
                token,
                "{\"expirationDateTime\":\"" + later.plus(Duration.ofDays(2)) + "\"}");
        Wire.Reply reauthorized = wire.post("/v1.0/subscriptions/" + id + "/reauthorize", token, null);
        JsonNode listed = wire.get("/v1.0/subscriptions", token).json().path("value");
        Wire.Reply deleted = wire.call("DELETE", "/v1.0/subscriptions/" + id, token, null);

        // Then
        assertThat(renewed.status()).isEqualTo(200);
        assertThat(Instant.parse(renewed.json().path("expirationDateTime").asText()))
                .isCloseTo(later, org.assertj.core.api.Assertions.within(Duration.ofSeconds(1)));
        assertThat(tooLong.status()).isEqualTo(400);
        assertThat(reauthorized.status()).isEqualTo(204);
        assertThat(listed).hasSize(1);
        assertThat(deleted.status()).isEqualTo(204);
        assertThat(wire.get("/v1.0/subscriptions/" + id, token).status()).isEqualTo(404);
    }

    @Test
    void changeIsNotifiedInGraphsWords() {
        // Given
        String id = create();

        // When
        Person hired = tenant.add(Person.of("Ada", "Example", "ada@contoso.example", "Engineer"));

        // Then
        await().untilAsserted(() -> assertThat(receiver.items()).hasSize(1));
        JsonNode item = receiver.items().get(0);
        assertThat(item.path("changeType").asText()).isEqualTo("updated");
        assertThat(item.path("clientState").asText()).isEqualTo("state-of-a-test");
        assertThat(item.path("resource").asText()).isEqualTo("Users/" + hired.id());
        assertThat(item.at("/resourceData/@odata.type").asText()).isEqualTo("#Microsoft.Graph.User");
        assertThat(item.at("/resourceData/@odata.id").asText()).isEqualTo("Users/" + hired.id());
        assertThat(item.at("/resourceData/id").asText()).isEqualTo(hired.id());
        assertThat(item.at("/resourceData/sequenceNumber").asLong()).isGreaterThan(1L << 53);
        assertThat(item.path("subscriptionId").asText()).isEqualTo(id);
        assertThat(item.path("tenantId").asText()).isEqualTo(tenant.tenantId());
        assertThat(item.path("subscriptionExpirationDateTime").asText()).endsWith("+00:00");
    }

    @Test
    void softDeleteAndRestoreAreUpdatesAndOnlyHardDeleteIsADeletion() {
        // Given
        create();
        Person person = tenant.add(Person.of("Ada", "Example", "ada@contoso.example", "Engineer"));

        // When
        tenant.softDelete(person.id());
        tenant.restore(person.id());
        tenant.change(person.id(), same -> same);
        tenant.hardDelete(person.id());

        // Then
        await().untilAsserted(() -> assertThat(tenant.deliveries())
                .hasSize(4)
                .flatExtracting(Delivery::kinds)
                .containsExactlyInAnyOrder("updated", "updated", "updated", "deleted"));
    }

    @Test
    void refusedDeliveryIsTriedAgainWithGrowingWaits() {
        // Given
        create();
        receiver.statuses.addAll(List.of(503, 500));

        // When
        tenant.add(Person.of("Ada", "Example", "ada@contoso.example", "Engineer"));

        // Then
        await().untilAsserted(() -> assertThat(tenant.deliveries())
                .extracting(delivery -> delivery.attempt() + ": " + delivery.status())
                .containsExactly("1: 503", "2: 500", "3: 202"));
        List<Delivery> attempts = tenant.deliveries();
        assertThat(Duration.between(attempts.get(0).time(), attempts.get(1).time()))
                .isGreaterThanOrEqualTo(Duration.ofMillis(29));
        assertThat(Duration.between(attempts.get(1).time(), attempts.get(2).time()))
                .isGreaterThanOrEqualTo(Duration.ofMillis(59));
    }

    @Test
    void receiverThatTakesTooLongHasNotAnswered() {
        // Given
        try (var impatient = Sandbox.start(SandboxOptions.defaults()
                        .withNotificationRetryBase(Duration.ofMillis(30))
                        .withNotificationTimeout(Duration.ofMillis(200)));
                var itsWire = new Wire(impatient.uri())) {
            EntraTenant itsTenant = impatient.tenant(tenant.tenantId());
            itsWire.post("/v1.0/subscriptions", itsWire.tokenOf(itsTenant), subscription("users", Duration.ofDays(1)));
            receiver.holdNext();

            // When
            itsTenant.add(Person.of("Ada", "Example", "ada@contoso.example", "Engineer"));

            // Then
            await().untilAsserted(() -> assertThat(itsTenant.deliveries())
                    .extracting(delivery -> delivery.attempt() + ": " + delivery.status())
                    .containsExactly("1: 0", "2: 202"));
        }
    }

    @Test
    void expiredSubscriptionGetsNothing() {
        // Given
        Instant now = Instant.now();
        var clock = new java.util.concurrent.atomic.AtomicReference<>(now);
        try (var timed = Sandbox.start(SandboxOptions.defaults().withClock(clock::get));
                var itsWire = new Wire(timed.uri())) {
            EntraTenant itsTenant = timed.tenant(tenant.tenantId());
            itsWire.post("/v1.0/subscriptions", itsWire.tokenOf(itsTenant), subscription("users", Duration.ofDays(1)));
            int before = itsTenant.openSubscriptions();

            // When
            clock.set(now.plus(Duration.ofDays(2)));
            itsTenant.add(Person.of("Ada", "Example", "ada@contoso.example", "Engineer"));

            // Then
            assertThat(before).isEqualTo(1);
            assertThat(itsTenant.openSubscriptions()).isZero();
            assertThat(itsTenant.deliveries()).isEmpty();
        }
    }

    @Test
    void notificationsAreCopiedShuffledAndPutTogetherAsTold() {
        // Given
        create();
        tenant.delivery(DeliveryFaults.none().withCopies(2).withShuffle(true).withItemsPerPost(4));
        List<String> order = new ArrayList<>();

        // When
        for (int i = 0; i < 10; i++) {
            order.add(tenant.add(Person.of("Ada", "No" + i, "ada" + i + "@contoso.example", "Engineer"))
                    .id());
        }

        // Then
        await().untilAsserted(() -> assertThat(receiver.items()).hasSize(20));
        List<String> received = receiver.items().stream()
                .map(item -> item.at("/resourceData/id").asText())
                .toList();
        assertThat(received).containsAll(order);
        assertThat(receiver.posts).hasSizeLessThan(20);
        assertThat(received.stream().distinct().toList()).isNotEqualTo(order);
    }

    @Test
    void lostNotificationIsRecordedAndNeverSent() {
        // Given
        create();
        tenant.delivery(DeliveryFaults.none().withLose(1.0));

        // When
        tenant.add(Person.of("Ada", "Example", "ada@contoso.example", "Engineer"));

        // Then
        await().untilAsserted(() ->
                assertThat(tenant.deliveries()).extracting(Delivery::status).containsExactly(-1));
        assertThat(receiver.posts).isEmpty();
    }

    @Test
    void lifecycleEventsGoToTheirOwnUrl() {
        // Given
        create();

        // When
        tenant.sendLifecycle("reauthorizationRequired");

        // Then
        await().untilAsserted(() -> assertThat(receiver.items()).hasSize(1));
        JsonNode item = receiver.items().get(0);
        assertThat(item.path("lifecycleEvent").asText()).isEqualTo("reauthorizationRequired");
        assertThat(item.path("clientState").asText()).isEqualTo("state-of-a-test");
        assertThat(item.has("changeType")).isFalse();
    }

    private String create() {
        return wire.post("/v1.0/subscriptions", token, subscription("users", Duration.ofDays(1)))
                .json()
                .path("id")
                .asText();
    }

    private String subscription(String resource, Duration life) {
        return Json.write(Json.object()
                .put("changeType", "updated,deleted")
                .put("notificationUrl", receiver.url("/notifications"))
                .put("lifecycleNotificationUrl", receiver.url("/lifecycle"))
                .put("resource", resource)
                .put("expirationDateTime", Instant.now().plus(life).toString())
                .put("clientState", "state-of-a-test"));
    }
}
