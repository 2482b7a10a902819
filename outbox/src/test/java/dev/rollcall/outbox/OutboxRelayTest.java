package dev.rollcall.outbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

import dev.rollcall.model.Cause;
import dev.rollcall.model.Envelope;
import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.SubjectId;
import dev.rollcall.model.Topics;
import dev.rollcall.model.UserNotice;
import dev.rollcall.testbed.ServiceDatabase;
import dev.rollcall.testbed.Testbed;
import dev.rollcall.testbed.TopicReader;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class OutboxRelayTest {

    private final MessageJson json = MessageJson.create();
    private final Outbox outbox = new Outbox(json, "/test");
    private final String integration = "int-" + UUID.randomUUID();
    private ServiceDatabase database;
    private TopicReader reader;

    @BeforeEach
    void prepare() throws Exception {
        database = Testbed.postgres().database("outbox_test");
        execute("drop table if exists outbox");
        execute(ddl());
        reader = TopicReader.fromNow(Testbed.kafka().bootstrapServers(), Topics.USER_NOTICES);
    }

    @AfterEach
    void close() {
        reader.close();
    }

    @Test
    void publishesWhatWasCommittedAndNothingThatWasRolledBack() throws Exception {
        try (var running = new Running()) {
            // Given
            var jdbi = Jdbi.create(database.dataSource());
            jdbi.useTransaction(handle -> {
                outbox.append(handle, notice("a", 1));
                handle.rollback();
            });

            // When
            jdbi.useTransaction(handle -> outbox.append(handle, notice("a", 2)));
            running.relay.wake();

            // Then
            await().untilAsserted(() -> assertThat(changes("a")).containsExactly("2"));
            await().untilAsserted(() -> assertThat(waiting()).isZero());
            var record = reader.records(integration + "/a").getFirst();
            assertThat(json.read(
                            record.value().getBytes(StandardCharsets.UTF_8),
                            CloudEvents.type(record.headers()).orElseThrow()))
                    .contains(notice("a", 2));
            var headers = CloudEvents.read(record.headers());
            assertThat(headers.source()).isEqualTo("/test");
            assertThat(headers.subject()).isEqualTo("a");
            assertThat(running.relay.state().problem()).isNull();
            assertThat(running.relay.state().lastSuccess()).isNotNull();
        }
    }

    @Test
    void publishesARecordWithoutAValueAfterWhatTheKeyHadBefore() throws Exception {
        try (var running = new Running()) {
            // Given
            Jdbi.create(database.dataSource()).useTransaction(handle -> {
                outbox.append(handle, notice("a", 1));
                outbox.forget(handle, Topics.USER_NOTICES, List.of(integration + "/a"));
            });

            // When
            running.relay.wake();

            // Then
            await().untilAsserted(() -> assertThat(reader.records(integration + "/a"))
                    .extracting(ConsumerRecord::value)
                    .hasSize(2)
                    .last()
                    .isNull());
        }
    }

    @Test
    void keepsTheOrderOfEachKeyAcrossTwoRelays() throws Exception {
        try (var first = new Running();
                var second = new Running()) {
            // Given
            var subjects = List.of("a", "b", "c");

            // When
            for (int i = 0; i < 200; i++) {
                append(notice(subjects.get(i % 3), i));
                first.relay.wake();
                second.relay.wake();
            }

            // Then
            await().untilAsserted(() -> assertThat(waiting()).isZero());
            for (int s = 0; s < 3; s++) {
                var subject = s;
                assertThat(changes(subjects.get(s)))
                        .containsExactlyElementsOf(IntStream.range(0, 200)
                                .filter(i -> i % 3 == subject)
                                .mapToObj(String::valueOf)
                                .toList());
            }
        }
    }

    @Test
    void promise1_publishesEverythingInOrderAfterTheBrokerWasAway() throws Exception {
        try (var running = new Running()) {
            // Given
            append(notice("a", 0));
            await().untilAsserted(() -> assertThat(waiting()).isZero());

            // When
            Testbed.kafka().stop();
            try {
                for (int i = 1; i <= 50; i++) {
                    append(notice("a", i));
                }
                running.relay.wake();
                // Long enough for sends that failed for good, so that the page is sent again.
                await().atMost(Duration.ofSeconds(30))
                        .untilAsserted(() ->
                                assertThat(running.relay.state().problem()).contains("Kafka"));
                assertThat(waiting()).isEqualTo(50);
            } finally {
                Testbed.kafka().startAgain();
            }

            // Then
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(waiting()).isZero());
            assertThat(changes("a").stream().distinct())
                    .containsExactlyElementsOf(IntStream.rangeClosed(0, 50)
                            .mapToObj(String::valueOf)
                            .toList());
            assertThat(running.relay.state().problem()).isNull();
        }
    }

    @Test
    void promise10_goesOnAfterTheDatabaseWasAway() throws Exception {
        try (var running = new Running()) {
            // Given
            Testbed.postgres().stop();
            try {
                await().atMost(Duration.ofSeconds(30))
                        .untilAsserted(() ->
                                assertThat(running.relay.state().problem()).contains("PostgreSQL"));
                assertThat(running.relay.state().running()).isTrue();
            } finally {
                Testbed.postgres().startAgain();
            }

            // When
            append(notice("a", 1));

            // Then
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(changes("a")).containsExactly("1"));
        }
    }

    @Test
    void publishesMoreThanOnePage() throws Exception {
        // Given
        var messages = IntStream.range(0, 35).mapToObj(i -> notice("a", i)).toList();
        try (var connection = database.dataSource().getConnection()) {
            outbox.append(connection, messages);
        }

        // When
        try (var running = new Running(RelayOptions.DEFAULT.withPage(10))) {

            // Then
            assertThat(running.relay.state().running()).isTrue();
            await().untilAsserted(() -> assertThat(changes("a"))
                    .containsExactlyElementsOf(
                            IntStream.range(0, 35).mapToObj(String::valueOf).toList()));
        }
    }

    @Test
    void endsWhenItIsClosed() {
        // Given
        var running = new Running();

        // When
        running.close();

        // Then
        assertThat(running.relay.state().running()).isFalse();
    }

    @Test
    void doublesItsPauseUpToALimit() {
        // Given
        var options = RelayOptions.DEFAULT;

        // When
        var pauses = IntStream.of(1, 2, 3, 6, 7, 1_000)
                .mapToObj(options::pauseAfter)
                .map(Duration::toMillis)
                .toList();

        // Then
        assertThat(pauses).containsExactly(100L, 200L, 400L, 3_200L, 5_000L, 5_000L);
    }

    /** A relay with a producer of its own, as each replica of a service has. */
    private final class Running implements AutoCloseable {

        private final KafkaProducer<String, byte[]> producer;
        private final OutboxRelay relay;

        Running() {
            this(RelayOptions.DEFAULT);
        }

        Running(RelayOptions options) {
            var settings = ProducerSettings.reliable(Testbed.kafka().bootstrapServers());
            // The outage tests wait for sends that failed for good.
            settings.put("delivery.timeout.ms", 3_000);
            settings.put("request.timeout.ms", 2_000);
            settings.put("max.block.ms", 2_000);
            producer = new KafkaProducer<>(settings);
            relay = new OutboxRelay(database.dataSource(), producer, options);
            relay.start();
        }

        @Override
        public void close() {
            relay.close();
            producer.close();
        }
    }

    private UserNotice notice(String subject, int change) {
        return new UserNotice(
                Envelope.live(new IntegrationId(integration), Cause.NOTIFICATION, 1, null),
                new SubjectId(subject),
                String.valueOf(change),
                Instant.parse("2026-11-23T10:00:00Z"));
    }

    private void append(UserNotice notice) throws SQLException {
        try (var connection = database.dataSource().getConnection()) {
            outbox.append(connection, List.of(notice));
        }
    }

    private List<String> changes(String subject) {
        return reader.records(integration + "/" + subject).stream()
                .map(this::change)
                .toList();
    }

    private String change(ConsumerRecord<String, String> record) {
        return json.fromText(record.value(), UserNotice.class).changeType();
    }

    private int waiting() throws SQLException {
        try (var connection = database.dataSource().getConnection();
                var result = connection.createStatement().executeQuery("select count(*) from outbox")) {
            result.next();
            return result.getInt(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String ddl() throws IOException {
        try (var in = OutboxRelayTest.class.getResourceAsStream("/outbox/outbox.sql")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
