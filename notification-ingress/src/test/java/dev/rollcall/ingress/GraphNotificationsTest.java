package dev.rollcall.ingress;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

import jakarta.inject.Inject;

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

import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The whole way from a POST to the record, on a real broker. Each test has an integration of its own. */
@QuarkusTest
@QuarkusTestResource(RealPartsResource.class)
class GraphNotificationsTest {

    private static final String PERSON = "8f1ab2c3-0d4e-4f5a-9b6c-7d8e9f0a1b2c";
    private static final String GROUP = "0bc7d487-fd6f-41a0-8362-71ec81074f11";

    private final IntegrationId integration = new IntegrationId("it-" + UUID.randomUUID());
    private final String key = "key-" + UUID.randomUUID();
    private final TopicWriter writer = new TopicWriter(Testbed.kafka().bootstrapServers());

    @TestHTTPResource("/")
    URI address;

    @TestHTTPResource(value = "/", management = true)
    URI inside;

    @Inject
    Doors doors;

    @Inject
    MessageJson json;

    @Inject
    MeterRegistry meters;

    private DoorUnderTest door;

    @BeforeEach
    void anIntegrationIsKnown() {
        door = new DoorUnderTest(address);
        settings(1, IntegrationState.ACTIVE);
        await().until(() -> doors.find(key).isPresent());
    }

    @AfterEach
    void close() {
        door.close();
        writer.close();
    }

    @Test
    void promise1_acknowledgesOnlyWhatTheBrokerHas() {
        // Given
        var body = Contoso.fixture("user-updated");

        // When
        var response = door.notify(key, body);

        // Then
        assertThat(response.statusCode()).isEqualTo(202);
        try (var topic = read(Topics.USER_NOTICES)) {
            assertThat(topic.records(integration + "/" + PERSON))
                    .singleElement()
                    .satisfies(record -> {
                        assertThat(TopicReader.header(record, "ce_specversion")).isEqualTo("1.0");
                        assertThat(TopicReader.header(record, "ce_type")).isEqualTo(MessageType.USER_NOTICE.ceType());
                        assertThat(TopicReader.header(record, "ce_source")).isEqualTo("/rollcall/notification-ingress");
                        assertThat(TopicReader.header(record, "ce_subject")).isEqualTo(PERSON);
                        assertThat(TopicReader.header(record, "ce_id")).isNotBlank();
                        assertThat(TopicReader.header(record, "ce_time")).isNotBlank();
                        // The sender's trace goes on, from a step of ours.
                        assertThat(TopicReader.header(record, "traceparent"))
                                .startsWith(DoorUnderTest.TRACE.substring(0, 36));
                        var notice = Contoso.json(record.value());
                        assertThat(notice.at("/subjectId").textValue()).isEqualTo(PERSON);
                        assertThat(notice.at("/changeType").textValue()).isEqualTo("updated");
                        assertThat(notice.at("/envelope/integrationId").textValue())
                                .isEqualTo(integration.value());
                        assertThat(notice.at("/envelope/cause").textValue()).isEqualTo("NOTIFICATION");
                        assertThat(notice.at("/envelope/mode").textValue()).isEqualTo("APPLY");
                        assertThat(notice.at("/envelope/settingsVersion").longValue())
                                .isEqualTo(1);
                        assertThat(notice.at("/envelope/traceparent").textValue())
                                .startsWith(DoorUnderTest.TRACE.substring(0, 36));
                        assertThat(record.value()).doesNotContain(Contoso.CLIENT_STATE);
                    });
        }
    }

    @Test
    void sendsMembershipChangesAndLifecycleEventsOnTheirOwnTopicsFromEitherPath() {
        // Given
        var membership = Contoso.fixture("group-member-added-and-removed-at-once");
        var reauthorization = Contoso.fixture("reauthorization-required");

        // When
        var first = door.lifecycle(key, membership);
        var second = door.lifecycle(key, reauthorization);

        // Then
        assertThat(first.statusCode()).isEqualTo(202);
        assertThat(second.statusCode()).isEqualTo(202);
        try (var groups = read(Topics.GROUP_NOTICES);
                var lifecycle = read(Topics.LIFECYCLE_NOTICES)) {
            assertThat(groups.records(integration + "/" + GROUP))
                    .singleElement()
                    .satisfies(record -> assertThat(
                                    Contoso.json(record.value()).at("/members").size())
                            .isEqualTo(2));
            assertThat(lifecycle.records(integration + "/7f105c7d-2dc5-4530-97cd-4e7ae6534c07"))
                    .singleElement()
                    .satisfies(record -> assertThat(Contoso.json(record.value())
                                    .at("/lifecycleEvent")
                                    .textValue())
                            .isEqualTo("reauthorizationRequired"));
        }
    }

    @Test
    void takesTheAuthenticItemsOfAPostAndDropsTheOthers() {
        // Given
        var dropped = count(ItemOutcome.WRONG_CLIENT_STATE);
        var body = Contoso.fixture("two-tenants-and-one-false-client-state");

        // When
        var response = door.notify(key, body);

        // Then
        assertThat(response.statusCode()).isEqualTo(202);
        try (var users = read(Topics.USER_NOTICES);
                var groups = read(Topics.GROUP_NOTICES)) {
            assertThat(users.records())
                    .filteredOn(r -> r.key().startsWith(integration.value()))
                    .extracting(r -> r.key())
                    .containsExactly(integration + "/aaaaaaaa-0000-0000-0000-000000000001");
            assertThat(groups.records(integration + "/cccccccc-0000-0000-0000-000000000003"))
                    .hasSize(1);
        }
        assertThat(count(ItemOutcome.WRONG_CLIENT_STATE) - dropped).isEqualTo(2);
    }

    @Test
    void answersAnUnknownKeyAsIfAllWereWellAndDropsWhatItSent() {
        // Given
        var unknown = count(ItemOutcome.UNKNOWN_INTEGRATION);
        var otherKey = "other-" + UUID.randomUUID();

        // When
        var response = door.notify(otherKey, Contoso.fixture("user-updated"));

        // Then
        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(count(ItemOutcome.UNKNOWN_INTEGRATION) - unknown).isEqualTo(1);
        try (var users = read(Topics.USER_NOTICES)) {
            assertThat(users.records(integration + "/" + PERSON)).isEmpty();
        }
    }

    @Test
    void servesTheNextPostOnAConnectionWhoseBodyItDidNotRead() {
        // Given
        var large = " ".repeat(1_000_000) + Contoso.fixture("user-updated");
        door.notify("other-" + UUID.randomUUID(), large);

        // When
        var response = door.notify(key, Contoso.fixture("user-updated"));

        // Then
        assertThat(response.statusCode()).isEqualTo(202);
        try (var users = read(Topics.USER_NOTICES)) {
            assertThat(users.records(integration + "/" + PERSON)).hasSize(1);
        }
    }

    @Test
    void dropsWhatIsSentToARemovedIntegration() {
        // Given
        var closed = count(ItemOutcome.CLOSED);
        settings(2, IntegrationState.REMOVED);
        await().until(() -> !doors.find(key).orElseThrow().isOpen());

        // When
        var response = door.notify(key, Contoso.fixture("user-updated"));

        // Then
        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(count(ItemOutcome.CLOSED) - closed).isEqualTo(1);
        try (var users = read(Topics.USER_NOTICES)) {
            assertThat(users.records(integration + "/" + PERSON)).isEmpty();
        }
    }

    @Test
    void promise9_promise11_unreadableItemsReachTheDeadLettersMaskedAndTheOthersTheirTopic() {
        // Given
        var body = Contoso.fixture("unreadable-beside-readable");

        // When
        var response = door.notify(key, body);

        // Then
        assertThat(response.statusCode()).isEqualTo(202);
        try (var letters = read(Topics.INGRESS_DEAD_LETTERS);
                var users = read(Topics.USER_NOTICES)) {
            assertThat(letters.records(integration.value())).hasSize(2).allSatisfy(record -> {
                assertThat(record.value()).contains("reason").doesNotContain(Contoso.CLIENT_STATE);
                assertThat(TopicReader.header(record, "ce_type")).isEqualTo(MessageType.INGRESS_DEAD_LETTER.ceType());
            });
            assertThat(users.records(integration + "/aaaaaaaa-0000-0000-0000-000000000001"))
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Validation%3A+Testing+client%20reachability | Validation: Testing client reachability
                    a%2Bb%2Fc%3D%3D                             | a+b/c==
                    gr%C3%B6%C3%9Fer                            | größer
                    """)
    void answersTheHandshakeWithTheDecodedTokenOnBothPathsForAnyKey(String encoded, String token) {
        // Given
        var anyKey = "any-" + UUID.randomUUID();
        var query = "?validationToken=" + encoded;

        // When
        var notifications = door.post("/graph/" + anyKey + "/notifications" + query, BodyPublishers.noBody());
        var lifecycle = door.post("/graph/" + anyKey + "/lifecycle" + query, BodyPublishers.noBody());

        // Then
        assertThat(List.of(notifications, lifecycle)).allSatisfy(response -> {
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).isEqualTo(token);
            assertThat(response.headers().firstValue("Content-Type").orElseThrow())
                    .isEqualToIgnoringCase("text/plain;charset=utf-8");
            assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"%3Cscript%3E", "a%0D%0Ab", "%00"})
    void refusesATokenThatCouldBecomeMarkupOrAHeader(String encoded) {
        // Given
        var path = "/graph/" + key + "/notifications?validationToken=" + encoded;

        // When
        var response = door.post(path, BodyPublishers.noBody());

        // Then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).isEqualTo(Rejected.TOKEN_REFUSED.sentence());
    }

    @Test
    void answersALongTokenHoweverMuchOfItIsEncodedAndRefusesALongerOne() {
        // Given
        var path = "/graph/" + key + "/lifecycle?validationToken=";

        // When
        var longest = door.post(path + "%3A".repeat(2_048), BodyPublishers.noBody());
        var longer = door.post(path + "x".repeat(2_049), BodyPublishers.noBody());

        // Then
        assertThat(longest.body()).isEqualTo(":".repeat(2_048));
        assertThat(longer.statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    value=1       | NOT_JSON
                    {"x":[]}      | NO_VALUE
                    """)
    void saysInOneConstantSentenceWhyABodyIsRefused(String body, Rejected why) {
        // Given
        var path = key;

        // When
        var response = door.notify(path, body.replace('\'', '"'));

        // Then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).isEqualTo(why.sentence());
    }

    @Test
    void takesAPostWithoutItems() {
        // Given
        var body = Contoso.fixture("empty");

        // When
        var response = door.notify(key, body);

        // Then
        assertThat(response.statusCode()).isEqualTo(202);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void refusesABodyOverTheLimitWhetherItsLengthIsAnnouncedOrNot(boolean announced) {
        // Given
        var body = " ".repeat(4 * 1024 * 1024 + 1).getBytes(StandardCharsets.UTF_8);
        var publisher = announced
                ? BodyPublishers.ofByteArray(body)
                : BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));

        // When
        var response = door.post("/graph/" + key + "/notifications", publisher);

        // Then
        assertThat(response.statusCode()).isEqualTo(413);
    }

    @Test
    void doesNotWaitForABodyThatNeverEnds() throws IOException {
        // Given
        try (var socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(20_000);
            var request = "POST /graph/" + key + "/notifications HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{";

            // When
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

            // Then
            // The server's own timeout may close the connection before the answer is out.
            assertThat(answer).matches("(?s)|HTTP/1.1 408 .*");
        }
    }

    @Test
    void passesABrokenSettingsRecordOverAndFollowsTheNext() {
        // Given
        writer.send(Topics.SETTINGS, integration.value(), MessageType.SETTINGS.ceType(), "{\"version\": nonsense");

        // When
        settings(2, IntegrationState.PAUSED);

        // Then
        await().untilAsserted(() ->
                assertThat(doors.find(key)).map(Door::settingsVersion).contains(2L));
    }

    @Test
    void passesSettingsOfANewerTypeOver() {
        // Given
        writer.send(
                Topics.SETTINGS,
                integration.value(),
                "rollcall.integration.settings.v2",
                settingsJson(99, IntegrationState.REMOVED));

        // When
        settings(2, IntegrationState.PAUSED);

        // Then
        await().untilAsserted(() ->
                assertThat(doors.find(key)).map(Door::settingsVersion).contains(2L));
        assertThat(doors.find(key)).map(Door::isOpen).contains(true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/q/health", "/q/metrics", "/graph", "/graph/too-short/notifications"})
    void showsNothingElseOnThePublicPort(String path) {
        // Given
        var body = BodyPublishers.ofString("{}");

        // When
        var got = door.get(path);
        var posted = door.post(path, body);

        // Then
        assertThat(got.statusCode()).isEqualTo(404);
        assertThat(posted.statusCode()).isEqualTo(404);
    }

    @Test
    void tellsItsHealthAndItsCountsOnThePortForOperators() {
        // Given
        try (var operators = new DoorUnderTest(inside)) {
            door.notify(key, Contoso.fixture("user-updated"));

            // When
            var ready = operators.get("/q/health/ready");
            var live = operators.get("/q/health/live");
            var metrics = operators.get("/q/metrics");

            // Then
            assertThat(ready.statusCode()).isEqualTo(200);
            assertThat(live.statusCode()).isEqualTo(200);
            assertThat(metrics.body())
                    .contains(
                            "rollcall_ingress_items_total{outcome=\"accepted\"}",
                            "rollcall_ingress_posts_total{status=\"202\"}",
                            "rollcall_ingress_post_duration_seconds_count")
                    .doesNotContain(key);
        }
    }

    private void settings(long version, IntegrationState state) {
        writer.send(Topics.SETTINGS, integration.value(), MessageType.SETTINGS.ceType(), settingsJson(version, state));
    }

    private String settingsJson(long version, IntegrationState state) {
        var settings =
                Contoso.settings(integration, version, state, key, Contoso.CLIENT_STATE, Contoso.SECOND_CLIENT_STATE);
        return new String(json.write(settings), StandardCharsets.UTF_8);
    }

    private static TopicReader read(String topic) {
        return TopicReader.fromStart(Testbed.kafka().bootstrapServers(), topic);
    }

    private double count(ItemOutcome outcome) {
        return meters.counter("rollcall.ingress.items", "outcome", outcome.label())
                .count();
    }
}
