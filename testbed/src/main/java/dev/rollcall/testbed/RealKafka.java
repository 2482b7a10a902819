package dev.rollcall.testbed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;

import dev.rollcall.model.Topics;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;

/** A real Kafka broker: a single KRaft node unless {@link Testbed} was told otherwise. */
public final class RealKafka implements AutoCloseable {

    private static final Duration VISIBLE_WITHIN = Duration.ofSeconds(15);

    private final Broker broker;
    private final int partitions;

    RealKafka(Broker broker, int partitions) {
        this.broker = broker;
        this.partitions = partitions;
    }

    /**
     * Starts a broker in this JVM; returns when clients can use it.
     *
     * @throws StartFailure with one sentence: port in use, folder in use or unreadable, no room
     */
    public static RealKafka start(KafkaOptions options) {
        return new RealKafka(EmbeddedBroker.start(options), options.partitions());
    }

    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** All of {@link Topics}, with the settings they have in production but for one copy. Creates what is missing. */
    public void createTopics() {
        createTopics(Topics.ALL.stream()
                .map(topic -> new NewTopic(topic, Optional.of(partitions), Optional.of((short) 1))
                        .configs(TopicPlan.settings(topic)))
                .toList());
    }

    /** A test's own topic, without any special settings. */
    public void createTopic(String topic, int partitionCount) {
        createTopics(List.of(new NewTopic(topic, partitionCount, (short) 1).configs(Map.of())));
    }

    /** Clients get connection errors from now on. */
    public void stop() {
        broker.stop();
    }

    /** Same address, same data. */
    public void startAgain() {
        broker.startAgain();
    }

    @Override
    public void close() {
        broker.close();
    }

    private void createTopics(List<NewTopic> topics) {
        Quiet.logs();
        Map<String, Object> settings = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers(),
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 30_000,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 15_000);
        try (var admin = OwnClasses.with(() -> Admin.create(settings))) {
            for (var created : admin.createTopics(topics).values().values()) {
                orExists(created::get);
            }
            alter(admin, topics);
            verify(admin, topics);
        } catch (ExecutionException e) {
            throw new IllegalStateException("Topics could not be created: " + StartFailure.rootOf(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while topics were created", e);
        }
    }

    private interface Waiting {
        void get() throws ExecutionException, InterruptedException;
    }

    private static void orExists(Waiting waiting) throws ExecutionException, InterruptedException {
        try {
            waiting.get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    /** A topic that was there already may come from an older version with other settings. */
    private static void alter(Admin admin, List<NewTopic> topics) throws ExecutionException, InterruptedException {
        var changes = new HashMap<ConfigResource, Collection<AlterConfigOp>>();
        for (var topic : topics) {
            var ops = new ArrayList<AlterConfigOp>();
            topic.configs()
                    .forEach((k, v) -> ops.add(new AlterConfigOp(new ConfigEntry(k, v), AlterConfigOp.OpType.SET)));
            if (!ops.isEmpty()) {
                changes.put(new ConfigResource(ConfigResource.Type.TOPIC, topic.name()), ops);
            }
        }
        admin.incrementalAlterConfigs(changes).all().get();
    }

    /** The broker answers from a view that follows the controller's: a topic created just now may still be missing in it. */
    private static void verify(Admin admin, List<NewTopic> topics) throws ExecutionException, InterruptedException {
        var names = topics.stream().map(NewTopic::name).collect(Collectors.toSet());
        var deadline = System.nanoTime() + VISIBLE_WITHIN.toNanos();
        while (true) {
            try {
                var found = admin.describeTopics(names).allTopicNames().get();
                topics.forEach(topic -> verify(topic, found.get(topic.name())));
                return;
            } catch (ExecutionException | IllegalStateException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                Thread.sleep(50);
            }
        }
    }

    private static void verify(NewTopic wanted, TopicDescription found) {
        if (found.partitions().size() < wanted.numPartitions()) {
            throw new IllegalStateException("Topic " + wanted.name() + " has "
                    + found.partitions().size() + " partitions where " + wanted.numPartitions() + " are wanted");
        }
        if (found.partitions().stream()
                .anyMatch(p -> p.leader() == null || p.leader().isEmpty())) {
            throw new IllegalStateException("Topic " + wanted.name() + " has a partition without a leader");
        }
    }
}
