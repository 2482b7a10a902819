package dev.rollcall.usersync.intake;

import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.model.Cause;
import dev.rollcall.model.Envelope;
import dev.rollcall.model.Trouble;
import dev.rollcall.model.TroubleKind;
import dev.rollcall.outbox.Outbox;
import dev.rollcall.outbox.OutboxRelay;
import dev.rollcall.usersync.integration.Integrations;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;

/**
 * Notices that their topic's retention ate before they were read: each active integration is told to look for itself what
 * changed. Reading goes on with the oldest that is left.
 */
@ApplicationScoped
@Identifier("user-notices")
class LostNotices implements KafkaConsumerRebalanceListener {

    private static final Logger LOG = Logger.getLogger(LostNotices.class);
    private static final String DETAIL =
            "Notices of changed people were deleted from their topic before they were read,"
                    + " because nothing read them for longer than they are kept. Everybody is read again for what they told.";

    private final Jdbi jdbi;
    private final Integrations integrations;
    private final Outbox outbox;
    private final OutboxRelay relay;
    private final InstantSource clock;

    LostNotices(Jdbi jdbi, Integrations integrations, Outbox outbox, OutboxRelay relay, InstantSource clock) {
        this.jdbi = jdbi;
        this.integrations = integrations;
        this.outbox = outbox;
        this.relay = relay;
        this.clock = clock;
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        if (partitions.isEmpty()) {
            return;
        }
        var lost = lost(consumer.committed(new HashSet<>(partitions)), consumer.beginningOffsets(partitions));
        if (!lost.isEmpty()) {
            LOG.warnf("Notices were deleted before they were read: partitions=%s", lost.keySet());
            Intake.untilDone(this::report);
            // Or the next assignment would find, and tell, the same.
            consumer.commitSync(lost);
        }
    }

    /**
     * Where something was deleted that nobody read, and where it goes on there. Without a committed offset nobody knows what was
     * read, unless nothing was ever deleted.
     */
    static Map<TopicPartition, OffsetAndMetadata> lost(
            Map<TopicPartition, OffsetAndMetadata> committed, Map<TopicPartition, Long> beginnings) {
        var lost = new HashMap<TopicPartition, OffsetAndMetadata>();
        beginnings.forEach((partition, beginning) -> {
            var read = committed.get(partition);
            if ((read == null ? 0 : read.offset()) < beginning) {
                lost.put(partition, new OffsetAndMetadata(beginning));
            }
        });
        return lost;
    }

    private void report() {
        jdbi.useTransaction(handle -> outbox.append(
                handle,
                integrations.allToCatchUp(handle).stream()
                        .map(id -> new Trouble(
                                Envelope.live(id, Cause.ADMINISTRATION, 0, null),
                                TroubleKind.NOTICES_LOST,
                                0,
                                DETAIL,
                                clock.instant()))
                        .toList()));
        relay.wake();
    }
}
