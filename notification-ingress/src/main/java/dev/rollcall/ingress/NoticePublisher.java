package dev.rollcall.ingress;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import dev.rollcall.model.Message;
import dev.rollcall.model.MessageType;
import dev.rollcall.model.Topics;
import dev.rollcall.outbox.CloudEvents;
import dev.rollcall.outbox.MessageJson;

import io.quarkus.runtime.StartupEvent;

import io.smallrye.common.annotation.Identifier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;

/**
 * Appends messages and waits for the broker's word, for a bounded time. A plain producer and not an emitter: one POST
 * stands or falls with all of its records, and every way of waiting (metadata, buffer, acknowledgement) needs its limit.
 */
@ApplicationScoped
class NoticePublisher {

    private static final Logger LOG = Logger.getLogger(NoticePublisher.class);
    private static final String SOURCE = "/rollcall/notification-ingress";
    private static final List<String> WRITTEN =
            List.of(Topics.USER_NOTICES, Topics.GROUP_NOTICES, Topics.LIFECYCLE_NOTICES, Topics.INGRESS_DEAD_LETTERS);
    private static final long RENEW_AT_MOST_EVERY_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Map<String, Object> kafka;
    private final MessageJson json;
    private final InstantSource clock;
    private final BrokerHealth health;
    private final Duration within;
    private volatile Producer<String, byte[]> producer;
    private long renewed = System.nanoTime() - RENEW_AT_MOST_EVERY_NANOS;

    NoticePublisher(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            MessageJson json,
            InstantSource clock,
            BrokerHealth health,
            IngressConfig config) {
        this.kafka = kafka;
        this.json = json;
        this.clock = clock;
        this.health = health;
        this.within = config.publishWithin();
    }

    /** The first POST should not pay for it. Where it fails, the broker's name isn't known yet: POSTs try again. */
    void warmUp(@Observes StartupEvent started) {
        try {
            var sender = producer();
            WRITTEN.forEach(sender::partitionsFor);
        } catch (KafkaException e) {
            LOG.warnf("No producer yet: %s", e.getMessage());
        }
    }

    /**
     * True only after the broker acknowledged every message. After false some may have been appended, or may still be:
     * harmless, as a notice only says look again, and the sender will repeat all of them. Never fails; on whichever thread.
     */
    CompletionStage<Boolean> append(List<? extends Message> messages) {
        if (messages.isEmpty()) {
            return CompletableFuture.completedFuture(true);
        }
        var deadline = System.nanoTime() + within.toNanos();
        var appended = new CompletableFuture<Boolean>();
        var open = new AtomicInteger(messages.size());
        Producer<String, byte[]> sender = null;
        try {
            sender = producer();
            var with = sender;
            for (var message : messages) {
                if (System.nanoTime() > deadline) {
                    appended.complete(false);
                    break;
                }
                sender.send(record(message), (metadata, problem) -> {
                    if (problem != null) {
                        appended.complete(false);
                        renewIfBroken(with, problem);
                    } else if (open.decrementAndGet() == 0) {
                        health.isWell();
                        appended.complete(true);
                    }
                });
            }
        } catch (KafkaException | IllegalStateException e) {
            appended.complete(false);
            renewIfBroken(sender, e);
        }
        return appended.completeOnTimeout(false, Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    }

    private Producer<String, byte[]> producer() {
        var existing = producer;
        return existing != null ? existing : createOnce();
    }

    private synchronized Producer<String, byte[]> createOnce() {
        if (producer == null) {
            producer = create();
        }
        return producer;
    }

    private ProducerRecord<String, byte[]> record(Message message) {
        return new ProducerRecord<>(
                MessageType.of(message).topic(),
                null,
                message.key(),
                json.write(message),
                CloudEvents.headers(message, SOURCE, clock.instant()));
    }

    /** An idempotent producer that met a fatal error refuses everything from then on; only a new one helps. */
    private synchronized void renewIfBroken(Producer<String, byte[]> broken, Throwable problem) {
        health.failed();
        if (problem instanceof RetriableException
                || broken == null
                || broken != producer
                || System.nanoTime() - renewed < RENEW_AT_MOST_EVERY_NANOS) {
            return;
        }
        LOG.errorf(
                "A record was refused, starting a new producer: %s",
                problem.getClass().getName());
        renewed = System.nanoTime();
        producer = create();
        broken.close(Duration.ZERO);
    }

    private Producer<String, byte[]> create() {
        return new KafkaProducer<>(settings(), new StringSerializer(), new ByteArraySerializer());
    }

    private Map<String, Object> settings() {
        var withinMs = (int) within.toMillis();
        var settings = new HashMap<>(kafka);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "notification-ingress");
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // A POST waits for its records, so none waits for company.
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        // Waiting for metadata or for room in the buffer. The last record may begin to wait just before the time is up:
        // a
        // quarter on top keeps the whole within a second.
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, withinMs / 4);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, withinMs);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, withinMs);
        // Topics that are written to once in a while must not have to be looked up again: that would hold up the door.
        settings.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, (int)
                Duration.ofDays(7).toMillis());
        // After an outage the first POST that can succeed should.
        settings.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 250L);
        settings.put(ProducerConfig.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, 1_000L);
        return settings;
    }

    @PreDestroy
    synchronized void close() {
        if (producer != null) {
            producer.close(within);
        }
    }
}
