package dev.rollcall.manager.publish;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.model.Topics;
import dev.rollcall.outbox.ProducerSettings;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Where records go that we can't read: as they came, with the reason and where they were. */
@ApplicationScoped
public class DeadLetters {

    /** One sentence. */
    public static final String REASON = "rollcall_reason";

    /** Topic, partition and offset it was read from. */
    public static final String ORIGIN = "rollcall_origin";

    private final String bootstrapServers;
    /** Made at the first letter, which never comes on a good day; the relay's own producer is not shared. */
    private Producer<String, byte[]> producer;

    DeadLetters(@ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    @PreDestroy
    synchronized void close() {
        if (producer != null) {
            producer.close(Duration.ofSeconds(5));
        }
    }

    private synchronized Producer<String, byte[]> producer() {
        if (producer == null) {
            producer = new KafkaProducer<>(ProducerSettings.reliable(bootstrapServers));
        }
        return producer;
    }

    /** @throws IllegalStateException when the broker did not take it: then the record must not be acknowledged */
    public void send(ConsumerRecord<String, byte[]> unread, String reason) {
        var letter = new ProducerRecord<>(Topics.SUBSCRIPTION_MANAGER_DEAD_LETTERS, unread.key(), unread.value());
        unread.headers().forEach(letter.headers()::add);
        letter.headers().add(REASON, reason.getBytes(StandardCharsets.UTF_8));
        letter.headers()
                .add(
                        ORIGIN,
                        (unread.topic() + "/" + unread.partition() + "/" + unread.offset())
                                .getBytes(StandardCharsets.UTF_8));
        try {
            producer().send(letter).get(35, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("The dead letter was not taken", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }
}
