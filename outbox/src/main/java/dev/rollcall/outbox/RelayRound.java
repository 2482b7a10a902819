package dev.rollcall.outbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javax.sql.DataSource;

import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * One page in one transaction: lock, read, send, wait for every acknowledgement, delete, commit. If anything fails nothing
 * is deleted and the whole page is sent again: duplicates are harmless, but sending only the rest could turn the order of a
 * key round.
 */
final class RelayRound {

    /** One relay at a time over all replicas of a service. The end of the transaction, or of the connection, frees it. */
    private static final String LOCK =
            "select pg_try_advisory_xact_lock(hashtextextended('rollcall-outbox ' || current_schema(), 0))";

    /** How long a page that failed may take until nothing of it is on its way any more. */
    private static final Duration SETTLING = Duration.ofMinutes(2);

    /** For what lies between: the last send may hold for the producer's max.block.ms, and a pause of the JVM is no death. */
    private static final Duration SLACK = Duration.ofMinutes(1);

    private static final String PAGE =
            "select id, topic, message_key, headers::text, value from outbox order by id limit ?";
    private static final String DELETE = "delete from outbox where id = any(?)";

    private final DataSource database;
    private final Producer<String, byte[]> producer;
    private final RelayOptions options;
    private final Duration idleLimit;
    private final MessageJson json = MessageJson.create();

    RelayRound(DataSource database, Producer<String, byte[]> producer, RelayOptions options) {
        this(database, producer, options, idleLimit(options));
    }

    /** @param idleLimit how long PostgreSQL lets this relay hold the lock without a word */
    RelayRound(DataSource database, Producer<String, byte[]> producer, RelayOptions options, Duration idleLimit) {
        this.database = database;
        this.producer = producer;
        this.options = options;
        this.idleLimit = idleLimit;
    }

    /** Longer than a living relay is silent towards PostgreSQL: it waits for Kafka, and on failure for the page to settle. */
    static Duration idleLimit(RelayOptions options) {
        return options.acknowledged().plus(SETTLING).plus(SLACK);
    }

    /** A message as it waits. */
    private record Row(long id, ProducerRecord<String, byte[]> record) {}

    /** @return how many messages went out; 0 also when another relay is at work */
    int run() throws SQLException, RelayFailure, InterruptedException {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                var sent = locked(connection) ? publish(connection) : 0;
                connection.commit();
                return sent;
            } finally {
                // A pooled connection goes back as it came; after a commit there is nothing left to roll back.
                if (!connection.isClosed()) {
                    connection.rollback();
                    connection.setAutoCommit(true);
                }
            }
        }
    }

    private boolean locked(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            // A replica that freezes, or whose host is cut off, keeps its connection open, and with it the lock of all
            // replicas, for as long as TCP believes in it. So PostgreSQL itself ends a transaction that says nothing
            // for
            // too long. A relay that wakes up after that finds its time over and sends nothing more.
            statement.execute("set local idle_in_transaction_session_timeout = " + idleLimit.toMillis());
            try (var result = statement.executeQuery(LOCK)) {
                return result.next() && result.getBoolean(1);
            }
        }
    }

    private int publish(Connection connection) throws SQLException, RelayFailure, InterruptedException {
        var rows = page(connection);
        if (!rows.isEmpty()) {
            send(rows);
            delete(connection, rows);
        }
        return rows.size();
    }

    private List<Row> page(Connection connection) throws SQLException {
        try (var query = connection.prepareStatement(PAGE)) {
            query.setInt(1, options.page());
            var rows = new ArrayList<Row>();
            try (var result = query.executeQuery()) {
                while (result.next()) {
                    Map<?, ?> headers = json.fromText(result.getString(4), Map.class);
                    var record = new ProducerRecord<>(result.getString(2), result.getString(3), result.getBytes(5));
                    headers.forEach(
                            (name, value) -> CloudEvents.headers(Map.of(String.valueOf(name), String.valueOf(value)))
                                    .forEach(record.headers()::add));
                    rows.add(new Row(result.getLong(1), record));
                }
            }
            return rows;
        }
    }

    private void send(List<Row> rows) throws RelayFailure, InterruptedException {
        var sent = new ArrayList<Future<RecordMetadata>>(rows.size());
        var deadline = System.nanoTime() + options.acknowledged().toNanos();
        try {
            for (var row : rows) {
                if (System.nanoTime() - deadline >= 0) {
                    throw new TimeoutException();
                }
                var future = producer.send(row.record());
                sent.add(future);
                if (future.isDone()) {
                    // Without a broker each send would hold for max.block.ms and fail: the first one says enough.
                    future.get();
                }
            }
            for (var future : sent) {
                future.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            }
        } catch (ExecutionException e) {
            settle(sent);
            throw new RelayFailure("Kafka did not take a message: " + named(e.getCause()), e);
        } catch (TimeoutException e) {
            settle(sent);
            throw new RelayFailure("Kafka did not acknowledge within " + options.acknowledged(), e);
        } catch (RuntimeException e) {
            settle(sent);
            throw new RelayFailure("Kafka did not take a message: " + named(e), e);
        }
    }

    /** Nothing of a failed page may be on its way when the page is sent again: it would arrive in between. */
    private void settle(List<Future<RecordMetadata>> sent) throws InterruptedException {
        var deadline = System.nanoTime() + SETTLING.toNanos();
        for (var future : sent) {
            try {
                future.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (ExecutionException | TimeoutException e) {
                // Settled is all we ask, not how.
            }
        }
    }

    private static void delete(Connection connection, List<Row> rows) throws SQLException {
        try (var statement = connection.prepareStatement(DELETE)) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "bigint", rows.stream().map(Row::id).toArray()));
            statement.executeUpdate();
        }
    }

    private static String named(Throwable cause) {
        return cause.getClass().getSimpleName();
    }
}
