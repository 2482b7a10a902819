package dev.rollcall.endtoend;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import dev.rollcall.testbed.ServiceProcess;
import dev.rollcall.testbed.Testbed;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Everything that Rollcall leaves behind or shows, as an operator, a neighbour or a thief could read it. */
final class SearchedPlaces {

    private SearchedPlaces() {}

    /** Every topic, Kafka's own too: keys, values and headers of all partitions from the beginning. */
    static void topics(Search search) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", Testbed.kafka().bootstrapServers(), "enable.auto.commit", false);
        try (var admin = Admin.create(settings);
                var consumer =
                        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions = admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get().stream()
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> in(search, record));
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void in(Search search, ConsumerRecord<byte[], byte[]> record) {
        if (record.value() != null) {
            search.in(record.topic(), record.value());
        }
        if (record.key() != null) {
            search.in(record.topic() + ", key", record.key());
        }
        record.headers().forEach(header -> {
            search.in(record.topic() + ", header", header.key());
            if (header.value() != null) {
                search.in(record.topic() + ", header", header.value());
            }
        });
    }

    /** Every column of every table of every schema but PostgreSQL's own; bytes as bytes. */
    static void tables(Search search) {
        try (var connection = Testbed.postgres().superuser()) {
            for (var table : tables(connection)) {
                rows(connection, table, search);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> tables(Connection connection) throws SQLException {
        try (var query = connection.prepareStatement("""
                select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
                where c.relkind in ('r', 'p', 'm', 'S') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
                -- What stands there for a moment only comes first: the rest may take longer than that.
                order by c.relname in ('intent', 'work_row', 'outbox') desc, 1""")) {
            var found = query.executeQuery();
            var tables = new ArrayList<String>();
            while (found.next()) {
                tables.add(found.getString(1));
            }
            return tables;
        }
    }

    private static void rows(Connection connection, String table, Search search) throws SQLException {
        try (var query = connection.prepareStatement("select * from " + table)) {
            var rows = query.executeQuery();
            var columns = rows.getMetaData();
            while (rows.next()) {
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    var place = table + "." + columns.getColumnName(i);
                    if (columns.getColumnTypeName(i).equals("bytea")) {
                        var bytes = rows.getBytes(i);
                        search.in(place, bytes == null ? new byte[0] : bytes);
                    } else {
                        var text = rows.getString(i);
                        search.in(place, text == null ? "" : text);
                    }
                }
            }
        }
    }

    /** Standard output and error of every process that was ever started. */
    static void outputs(Search search, List<ServiceProcess> processes) {
        processes.forEach(process -> search.in("output of " + process.name(), process.log()));
    }

    /** Health and metrics: open to whoever reaches the port. */
    static void openPages(Search search, List<ServiceProcess> processes, Wire wire) {
        for (var process : processes) {
            for (var path : List.of("/q/health", "/q/health/ready", "/q/health/live", "/q/metrics", "/q/openapi")) {
                var page = wire.send("GET", process.managementUri(path), null);
                search.in(path + " of " + process.name(), page.headers().map() + page.body());
            }
        }
    }

    /** Every answer that was received; errors apart, for there nothing is excused. */
    static void answers(Search search, Wire wire) {
        wire.answers()
                .forEach(answer ->
                        search.in(answer.to() + (answer.isError() ? ", error " + answer.status() : ""), answer.text()));
    }
}
