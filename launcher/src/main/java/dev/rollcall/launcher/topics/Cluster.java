package dev.rollcall.launcher.topics;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

import dev.rollcall.launcher.LaunchFailure;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A Kafka cluster, looked at and never changed: nobody joins a group, nothing is committed. */
final class Cluster implements AutoCloseable {

    /** As long as a broker may be away while we read. */
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private final Map<String, Object> settings;
    private final Admin admin;
    private KafkaConsumer<String, byte[]> consumer;

    private Cluster(Map<String, Object> settings, Admin admin) {
        this.settings = settings;
        this.admin = admin;
    }

    /** @throws LaunchFailure in one sentence where the settings can't be used */
    static Cluster open(Map<String, Object> settings) {
        quiet();
        try {
            return new Cluster(settings, Admin.create(new HashMap<>(settings)));
        } catch (KafkaException e) {
            throw new LaunchFailure("Kafka can't be asked with these settings: " + root(e));
        }
    }

    String address() {
        return Text.line(String.valueOf(settings.get("bootstrap.servers")));
    }

    Admin admin() {
        return admin;
    }

    /** @throws LaunchFailure in one sentence when the broker does not answer or refuses */
    <T> T answer(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LaunchFailure("Interrupted.");
        }
    }

    /**
     * Hands over what stands between these offsets, in the order of each partition.
     *
     * @param to exclusive; reading ends there, whatever comes meanwhile
     * @param read called after each step with the offsets passed since the begin
     */
    void read(
            Map<TopicPartition, Long> from,
            Map<TopicPartition, Long> to,
            Consumer<ConsumerRecord<String, byte[]>> taker,
            Consumer<Long> read) {
        var open = new HashMap<TopicPartition, Long>();
        from.forEach((partition, begin) -> {
            if (begin < to.get(partition)) {
                open.put(partition, begin);
            }
        });
        if (open.isEmpty()) {
            return;
        }
        try {
            var reader = consumer();
            reader.assign(open.keySet());
            open.forEach(reader::seek);
            var moved = System.nanoTime();
            while (!open.isEmpty()) {
                var before = Map.copyOf(open);
                var records = reader.poll(Duration.ofMillis(500));
                for (var record : records) {
                    if (record.offset() < to.get(new TopicPartition(record.topic(), record.partition()))) {
                        taker.accept(record);
                    }
                }
                // The position also passes what compaction left out.
                open.replaceAll((partition, ignored) -> reader.position(partition));
                read.accept(passed(from, to, open));
                if (!before.equals(open)) {
                    moved = System.nanoTime();
                } else if (System.nanoTime() - moved > SILENCE.toNanos()) {
                    throw new TimeoutException("no records");
                }
                if (open.entrySet().removeIf(at -> at.getValue() >= to.get(at.getKey())) && !open.isEmpty()) {
                    reader.assign(open.keySet());
                }
            }
        } catch (KafkaException e) {
            throw failure(e);
        }
    }

    private static long passed(
            Map<TopicPartition, Long> from, Map<TopicPartition, Long> to, Map<TopicPartition, Long> open) {
        return from.keySet().stream()
                .mapToLong(p -> Math.min(to.get(p), open.getOrDefault(p, to.get(p))) - from.get(p))
                .filter(passed -> passed > 0)
                .sum();
    }

    private KafkaConsumer<String, byte[]> consumer() {
        if (consumer == null) {
            consumer =
                    new KafkaConsumer<>(new HashMap<>(settings), new StringDeserializer(), new ByteArrayDeserializer());
        }
        return consumer;
    }

    @Override
    public void close() {
        if (consumer != null) {
            consumer.close(CloseOptions.timeout(Duration.ofSeconds(2)));
        }
        admin.close(Duration.ofSeconds(2));
    }

    private LaunchFailure failure(Throwable cause) {
        return new LaunchFailure(
                cause instanceof TimeoutException
                        ? "No Kafka broker answers at " + address()
                                + ": is it running (./rollcall up), is this the right --kafka, does it want"
                                + " security settings (--config)?"
                        : "Kafka at " + address() + " refuses: " + root(cause));
    }

    private static String root(Throwable failure) {
        var cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return Text.line(cause.getClass().getSimpleName() + ", " + cause.getMessage());
    }

    /** The clients log through SLF4J, which complains where nobody listens. */
    private static void quiet() {
        if (System.getProperty("slf4j.internal.verbosity") == null) {
            System.setProperty("slf4j.internal.verbosity", "ERROR");
        }
    }
}
