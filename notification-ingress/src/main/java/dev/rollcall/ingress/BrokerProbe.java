package dev.rollcall.ingress;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import dev.rollcall.model.Topics;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;

import io.smallrye.common.annotation.Identifier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.jboss.logging.Logger;

/**
 * Asks the broker whether every partition the ingress writes to exists and has a leader. Without it a replica that was
 * taken out of the load balancer would get no POST, so it could never show that the broker is back.
 */
@ApplicationScoped
class BrokerProbe {

    private static final Logger LOG = Logger.getLogger(BrokerProbe.class);
    private static final long TIMEOUT_MS = 2_000;
    private static final List<String> WRITTEN =
            List.of(Topics.USER_NOTICES, Topics.GROUP_NOTICES, Topics.LIFECYCLE_NOTICES, Topics.INGRESS_DEAD_LETTERS);

    private final Map<String, Object> kafka;
    private final IngressConfig config;
    private final BrokerHealth health;
    private final DoorWatch doors;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("broker-probe").daemon().factory());
    private Admin admin;
    private boolean well = true;

    BrokerProbe(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            IngressConfig config,
            BrokerHealth health,
            DoorWatch doors) {
        this.kafka = kafka;
        this.config = config;
        this.health = health;
        this.doors = doors;
    }

    void start(@Observes StartupEvent started) {
        timer.scheduleWithFixedDelay(
                this::probeAndLook, 0, config.brokerProbeEvery().toMillis(), TimeUnit.MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent stopping) throws InterruptedException {
        timer.shutdownNow();
        timer.awaitTermination(TIMEOUT_MS * 2, TimeUnit.MILLISECONDS);
        if (admin != null) {
            admin.close(Duration.ofMillis(TIMEOUT_MS));
        }
    }

    private void probe() {
        try {
            if (admin == null) {
                admin = Admin.create(settings());
            }
            var topics = admin.describeTopics(WRITTEN).allTopicNames().get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
            if (topics.values().stream().allMatch(BrokerProbe::hasLeaders)) {
                health.isWell();
                say(true, null);
            } else {
                say(false, "a partition has no leader");
            }
        } catch (ExecutionException e) {
            say(false, String.valueOf(e.getCause().getMessage()));
        } catch (TimeoutException | KafkaException e) {
            say(false, "no answer from the broker");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What throws here would end the timer. */
    private void probeAndLook() {
        try {
            probe();
            doors.look();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warnf("The probe failed: %s", e.getMessage());
        }
    }

    private void say(boolean nowWell, String problem) {
        if (well && !nowWell) {
            LOG.warnf("The topics can't be written: %s", problem);
        } else if (!well && nowWell) {
            LOG.info("The topics can be written again");
        }
        well = nowWell;
    }

    private static boolean hasLeaders(TopicDescription topic) {
        return topic.partitions().stream()
                .allMatch(p ->
                        p.leader() != null && p.leader().id() != Node.noNode().id());
    }

    private Map<String, Object> settings() {
        var settings = new HashMap<>(kafka);
        settings.put(AdminClientConfig.CLIENT_ID_CONFIG, "notification-ingress-probe");
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) TIMEOUT_MS);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) TIMEOUT_MS);
        settings.put(AdminClientConfig.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, 1_000L);
        return settings;
    }
}
