package dev.rollcall.ingress;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.IntegrationSettings;
import dev.rollcall.model.MessageType;
import dev.rollcall.model.Topics;
import dev.rollcall.outbox.CloudEvents;
import dev.rollcall.outbox.MessageJson;
import dev.rollcall.outbox.UnreadableMessage;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;

import io.smallrye.common.annotation.Identifier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;

/**
 * Reads the settings of every integration, all of them on every start, and follows them from then on. By assignment and
 * without a group: each replica needs every record, and nobody's offsets are worth keeping.
 */
@ApplicationScoped
class SettingsFollower {

    private static final Logger LOG = Logger.getLogger(SettingsFollower.class);
    private static final Duration ASK = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(1);

    private final Map<String, Object> kafka;
    private final MessageJson json;
    private final Doors doors;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile Consumer<String, byte[]> current;
    private volatile boolean known;
    private volatile Thread thread;

    SettingsFollower(@Identifier("default-kafka-broker") Map<String, Object> kafka, MessageJson json, Doors doors) {
        this.kafka = kafka;
        this.json = json;
        this.doors = doors;
    }

    /** Whether changes of settings are still read. An error that no retry catches would end it unseen. */
    boolean isFollowing() {
        var follower = thread;
        return follower != null && follower.isAlive();
    }

    /** Whether everything that was in the topic at the start has been read. Once true, it stays so. */
    boolean settingsAreKnown() {
        return known;
    }

    void start(@Observes StartupEvent started) {
        thread = Thread.ofPlatform().name("settings-follower").daemon().start(this::followForEver);
    }

    void stop(@Observes ShutdownEvent stop) throws InterruptedException {
        stopping.countDown();
        var consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
        thread.join(ASK);
    }

    private void followForEver() {
        while (!isStopping(Duration.ZERO)) {
            try (var consumer =
                    new KafkaConsumer<>(settings(), new StringDeserializer(), new ByteArrayDeserializer())) {
                current = consumer;
                follow(consumer);
            } catch (WakeupException e) {
                // Asked to stop: the loop's condition sees it.
            } catch (RuntimeException e) {
                // From the beginning again; what is known holds meanwhile, and lower versions are passed over.
                LOG.warnf("Settings can't be read, trying again: %s", e.getMessage());
                isStopping(AGAIN_AFTER);
            }
        }
    }

    private void follow(Consumer<String, byte[]> consumer) {
        var partitions = partitions(consumer);
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        var ends = consumer.endOffsets(partitions, ASK);
        while (!isStopping(Duration.ZERO)) {
            consumer.poll(POLL).forEach(this::take);
            if (!known && isReached(consumer, ends)) {
                known = true;
                LOG.info("Settings are known");
            }
        }
    }

    private static List<TopicPartition> partitions(Consumer<String, byte[]> consumer) {
        List<PartitionInfo> found = consumer.partitionsFor(Topics.SETTINGS, ASK);
        if (found == null || found.isEmpty()) {
            throw new IllegalStateException("topic " + Topics.SETTINGS + " doesn't exist");
        }
        return found.stream()
                .map(p -> new TopicPartition(p.topic(), p.partition()))
                .toList();
    }

    private static boolean isReached(Consumer<String, byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey(), ASK) >= end.getValue());
    }

    /** A record that can't be read is passed over: the others are not to wait for it. */
    private void take(ConsumerRecord<String, byte[]> record) {
        try {
            if (record.value() == null) {
                doors.forget(new IntegrationId(record.key()));
            } else if (!isSettings(record)) {
                passOver(record, "a type this version doesn't know");
            } else {
                doors.apply(json.read(record.value(), IntegrationSettings.class));
            }
        } catch (UnreadableMessage e) {
            passOver(record, e.getMessage());
        } catch (RuntimeException e) {
            passOver(record, e.getClass().getSimpleName());
        }
    }

    private static void passOver(ConsumerRecord<String, byte[]> record, String problem) {
        LOG.errorf(
                "A settings record is passed over: topic=%s partition=%d offset=%d problem=%s",
                record.topic(), record.partition(), record.offset(), problem);
    }

    /** The type carries the version: a breaking change of the settings is another type. */
    private static boolean isSettings(ConsumerRecord<String, byte[]> record) {
        return CloudEvents.type(record.headers())
                .map(MessageType.SETTINGS.ceType()::equals)
                .orElse(true);
    }

    private boolean isStopping(Duration within) {
        try {
            return stopping.await(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private Map<String, Object> settings() {
        var settings = new HashMap<>(kafka);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "notification-ingress-settings");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return settings;
    }
}
