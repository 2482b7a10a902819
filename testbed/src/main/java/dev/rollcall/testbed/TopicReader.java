package dev.rollcall.testbed;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads all of a topic, without a group: {@code await().untilAsserted(() -> assertThat(reader.records())…)}. One thread. */
public final class TopicReader implements AutoCloseable {

    private final KafkaConsumer<String, String> consumer;
    private final List<TopicPartition> partitions;
    private final List<ConsumerRecord<String, String>> seen = new ArrayList<>();

    private TopicReader(KafkaConsumer<String, String> consumer, String topic) {
        this.consumer = consumer;
        this.partitions = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
    }

    /** Everything since the topic began. */
    public static TopicReader fromStart(String bootstrapServers, String topic) {
        var reader = new TopicReader(consumer(bootstrapServers), topic);
        reader.consumer.seekToBeginning(reader.partitions);
        return reader;
    }

    /** Only what is sent after this call: the topic is shared with other tests. */
    public static TopicReader fromNow(String bootstrapServers, String topic) {
        var reader = new TopicReader(consumer(bootstrapServers), topic);
        reader.consumer.seekToEnd(reader.partitions);
        // Seeking is lazy: only asking for the position fixes where "now" is.
        reader.partitions.forEach(reader.consumer::position);
        return reader;
    }

    /** All records up to the end of the topic at this call; in order within a key. */
    public List<ConsumerRecord<String, String>> records() {
        var ends = consumer.endOffsets(partitions);
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(Duration.ofMillis(100)).forEach(seen::add);
        }
        return List.copyOf(seen);
    }

    /** Those of {@link #records()} with this key. */
    public List<ConsumerRecord<String, String>> records(String key) {
        return records().stream().filter(record -> key.equals(record.key())).toList();
    }

    /** A header as text; null when the record has none of that name. */
    public static String header(ConsumerRecord<?, ?> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        consumer.close();
    }

    private static KafkaConsumer<String, String> consumer(String bootstrapServers) {
        Quiet.logs();
        return OwnClasses.with(() -> new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest"),
                new StringDeserializer(),
                new StringDeserializer()));
    }
}
