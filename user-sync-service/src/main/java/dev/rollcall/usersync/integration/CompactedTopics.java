package dev.rollcall.usersync.integration;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import dev.rollcall.model.IntegrationAccess;
import dev.rollcall.model.IntegrationSettings;
import dev.rollcall.model.Message;
import dev.rollcall.model.Topics;
import dev.rollcall.outbox.CloudEvents;
import dev.rollcall.outbox.MessageJson;
import dev.rollcall.outbox.UnreadableMessage;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;

import io.smallrye.common.annotation.Identifier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;

/**
 * Follows settings and access: all partitions, from the beginning, without a group, so that every replica knows everything.
 * Until it has read what stood there at the start, the service is not ready.
 */
@ApplicationScoped
public class CompactedTopics {

    private static final Logger LOG = Logger.getLogger(CompactedTopics.class);
    private static final List<String> FOLLOWED = List.of(Topics.SETTINGS, Topics.ACCESS);

    private final Integrations integrations;
    private final NewestStates states;
    /** Read, and not yet in the database. */
    private final BlockingQueue<Message> unstored = new LinkedBlockingQueue<>();

    private final AtomicInteger storing = new AtomicInteger();
    private final MessageJson json;
    private final Map<String, Object> kafka;
    private volatile boolean caughtUp;
    private volatile boolean stopping;
    private volatile KafkaConsumer<String, byte[]> consumer;
    private Thread thread;
    private Thread storer;

    CompactedTopics(
            Integrations integrations,
            NewestStates states,
            MessageJson json,
            @Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this.integrations = integrations;
        this.states = states;
        this.json = json;
        this.kafka = kafka;
    }

    void start(@Observes StartupEvent event) {
        thread = Thread.ofPlatform().name("settings").start(this::follow);
        storer = Thread.ofPlatform().name("settings-storer").start(this::storeAll);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        var current = consumer;
        if (current != null) {
            current.wakeup();
        }
        storer.interrupt();
        storer.join(TimeUnit.SECONDS.toMillis(10));
        thread.join(TimeUnit.SECONDS.toMillis(10));
    }

    /** Whether everything that stood on the topics at the start has been read and stored. */
    public boolean isCaughtUp() {
        return caughtUp;
    }

    private void follow() {
        while (!stopping) {
            try (var fresh = new KafkaConsumer<String, byte[]>(settings())) {
                consumer = fresh;
                readFromTheBeginning(fresh);
            } catch (WakeupException e) {
                return;
            } catch (RuntimeException e) {
                LOG.warnf("Settings can't be followed, trying again in a second: %s", e.toString());
                pause();
            }
        }
    }

    private void readFromTheBeginning(KafkaConsumer<String, byte[]> fresh) {
        var partitions = FOLLOWED.stream()
                .flatMap(topic -> fresh.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        fresh.assign(partitions);
        fresh.seekToBeginning(partitions);
        var ends = fresh.endOffsets(partitions);
        while (!stopping) {
            fresh.poll(Duration.ofMillis(500)).forEach(this::hear);
            caughtUp = caughtUp
                    || storing.get() == 0
                            && ends.entrySet().stream().allMatch(end -> fresh.position(end.getKey()) >= end.getValue());
        }
    }

    private void hear(ConsumerRecord<String, byte[]> record) {
        try {
            var type = CloudEvents.type(record.headers());
            if (type.isPresent() && record.value() != null) {
                json.read(record.value(), type.get()).ifPresent(this::hear);
            }
        } catch (UnreadableMessage e) {
            LOG.errorf("Passed over: topic=%s offset=%d %s", record.topic(), record.offset(), e.getMessage());
        }
    }

    /** A pause is known here at once, whatever the database is doing; the rest is for the database. */
    private void hear(Message message) {
        if (message instanceof IntegrationSettings settings) {
            states.heard(settings);
        }
        storing.incrementAndGet();
        unstored.add(message);
    }

    private void storeAll() {
        try {
            while (!stopping) {
                var message = unstored.take();
                storeUntilDone(message);
                storing.decrementAndGet();
            }
        } catch (InterruptedException e) {
            // The service stops: the topic is read again from the beginning at the next start.
            Thread.currentThread().interrupt();
        }
    }

    private void storeUntilDone(Message message) throws InterruptedException {
        while (true) {
            try {
                store(message);
                return;
            } catch (RuntimeException e) {
                LOG.warnf("Settings can't be stored, trying again in a second: %s", e.toString());
                TimeUnit.SECONDS.sleep(1);
            }
        }
    }

    private void store(Message message) {
        if (message instanceof IntegrationSettings settings) {
            integrations.store(settings);
        } else if (message instanceof IntegrationAccess access) {
            integrations.store(access);
        }
    }

    private Map<String, Object> settings() {
        var settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        return settings;
    }

    private static void pause() {
        try {
            TimeUnit.SECONDS.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
