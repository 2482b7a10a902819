package dev.rollcall.outbox;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import dev.rollcall.testbed.ServiceDatabase;
import dev.rollcall.testbed.Testbed;

import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** One round against a real PostgreSQL and a broker that freezes or refuses; Kafka's own stand-in plays that. */
class RelayRoundTest {

    private ServiceDatabase database;

    @BeforeEach
    void prepare() throws Exception {
        database = Testbed.postgres().database("outbox_round_test");
        execute("drop table if exists outbox");
        try (var ddl = getClass().getResourceAsStream("/outbox/outbox.sql")) {
            execute(new String(ddl.readAllBytes(), StandardCharsets.UTF_8));
        }
        for (var subject : List.of("a", "b", "c")) {
            execute("insert into outbox(topic, message_key, headers, value) values ('t', '" + subject
                    + "', '{}', 'x')");
        }
    }

    @Test
    void promise1_aFrozenReplicaDoesNotKeepTheOthersFromPublishing() throws Exception {
        // Given
        var frozen = new Frozen();
        var stuck =
                new RelayRound(database.dataSource(), frozen, RelayOptions.DEFAULT.withPage(1), Duration.ofMillis(500));
        var outcome = CompletableFuture.supplyAsync(() -> failure(stuck));
        await().untilAsserted(() -> assertThat(frozen.sends).hasValue(1));
        var healthy = new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
        var other = new RelayRound(database.dataSource(), healthy, RelayOptions.DEFAULT);
        try {

            // When
            await().untilAsserted(() -> assertThat(other.run()).isEqualTo(3));

            // Then
            assertThat(healthy.history()).extracting(ProducerRecord::key).containsExactly("a", "b", "c");
        } finally {
            frozen.thaw.countDown();
        }
        assertThat(outcome.join()).isInstanceOf(SQLException.class);
    }

    @Test
    void waitsForKafkaAndForSettlingWithinWhatPostgresAllows() {
        // Given
        var options = RelayOptions.DEFAULT;

        // When
        var limit = RelayRound.idleLimit(options);

        // Then
        assertThat(limit).isGreaterThan(options.acknowledged().plusMinutes(2));
    }

    @Test
    void endsAPageAtTheFirstSendThatFails() throws Exception {
        // Given
        var refusing = new Refusing();

        // When
        var failure = failure(new RelayRound(database.dataSource(), refusing, RelayOptions.DEFAULT));

        // Then
        assertThat(failure).isInstanceOf(RelayFailure.class);
        assertThat(refusing.sends).hasValue(1);
        assertThat(waiting()).isEqualTo(3);
    }

    @Test
    void sendsNothingMoreOnceItsTimeIsOver() throws Exception {
        // Given
        var producer = new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
        var usual = RelayOptions.DEFAULT;
        var timeIsOver = new RelayOptions(
                usual.page(), usual.gather(), usual.idle(), usual.firstPause(), usual.longestPause(), Duration.ZERO);

        // When
        assertThatThrownBy(() -> new RelayRound(database.dataSource(), producer, timeIsOver).run())
                .isInstanceOf(RelayFailure.class);

        // Then
        assertThat(producer.history()).isEmpty();
        assertThat(waiting()).isEqualTo(3);
    }

    /** A replica that stands still in the middle of a send. */
    private static final class Frozen extends MockProducer<String, byte[]> {
        private final AtomicInteger sends = new AtomicInteger();
        private final CountDownLatch thaw = new CountDownLatch(1);

        Frozen() {
            super(true, null, new StringSerializer(), new ByteArraySerializer());
        }

        @Override
        public Future<RecordMetadata> send(ProducerRecord<String, byte[]> record) {
            sends.incrementAndGet();
            try {
                thaw.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return super.send(record);
        }
    }

    /** A producer that finds no broker: what Kafka's own gives back after max.block.ms. */
    private static final class Refusing extends MockProducer<String, byte[]> {
        private final AtomicInteger sends = new AtomicInteger();

        Refusing() {
            super(true, null, new StringSerializer(), new ByteArraySerializer());
        }

        @Override
        public Future<RecordMetadata> send(ProducerRecord<String, byte[]> record) {
            sends.incrementAndGet();
            return CompletableFuture.failedFuture(new TimeoutException("Topic t not present in metadata"));
        }
    }

    private static Exception failure(RelayRound round) {
        try {
            round.run();
            return null;
        } catch (SQLException | RelayFailure | InterruptedException e) {
            return e;
        }
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
}
