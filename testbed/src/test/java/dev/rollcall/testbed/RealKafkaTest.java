package dev.rollcall.testbed;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import dev.rollcall.model.Topics;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class RealKafkaTest {

    @Test
    void keepsRecordsWhileItIsStoppedAndAnswersAtTheSameAddress(@TempDir Path folder) {
        try (var kafka = RealKafka.start(new KafkaOptions(0, folder, 2))) {
            // Given
            kafka.createTopics();
            var address = kafka.bootstrapServers();
            try (var writer = new TopicWriter(address)) {
                writer.send(Topics.USER_NOTICES, "a/1", "rollcall.directory.user-notice.v1", "{\"n\":1}");
            }

            // When
            kafka.stop();
            kafka.startAgain();

            // Then
            assertThat(kafka.bootstrapServers()).isEqualTo(address);
            try (var writer = new TopicWriter(address);
                    var reader = TopicReader.fromStart(address, Topics.USER_NOTICES)) {
                writer.send(Topics.USER_NOTICES, "a/1", Map.of("ce_type", "x"), "{\"n\":2}");
                await().untilAsserted(() -> assertThat(reader.records("a/1"))
                        .extracting(r -> r.value())
                        .containsExactly("{\"n\":1}", "{\"n\":2}"));
                assertThat(TopicReader.header(reader.records().getFirst(), "ce_type"))
                        .isEqualTo("rollcall.directory.user-notice.v1");
            }
        }
    }

    @Test
    void opensTheSameFolderInALaterBroker(@TempDir Path folder) {
        // Given
        try (var first = RealKafka.start(new KafkaOptions(0, folder, 1))) {
            first.createTopics();
            try (var writer = new TopicWriter(first.bootstrapServers())) {
                writer.send(Topics.LINKS, "a/1", Map.of(), "{}");
            }
        }

        // When
        try (var second = RealKafka.start(new KafkaOptions(0, folder, 1));
                var reader = TopicReader.fromStart(second.bootstrapServers(), Topics.LINKS)) {

            // Then
            assertThat(reader.records()).hasSize(1);
        }
    }

    @Test
    void createsEveryTopicAsTheArchitectureSaysAndRepairsWhatDiffers() throws Exception {
        // Given
        var kafka = Testbed.kafka();

        // When
        kafka.createTopics();

        // Then
        assertThat(setting(kafka, Topics.USER_NOTICES, "retention.ms")).isEqualTo("1209600000");
        assertThat(setting(kafka, Topics.PLANS, "retention.ms")).isEqualTo("86400000");
        assertThat(setting(kafka, Topics.USER_SYNC_DEAD_LETTERS, "retention.ms"))
                .isEqualTo("2592000000");
        assertThat(setting(kafka, Topics.ACCESS, "cleanup.policy")).isEqualTo("compact");
        assertThat(setting(kafka, Topics.ACCESS, "segment.ms")).isEqualTo("3600000");
        for (var topic : Topics.ALL) {
            var policy = Topics.COMPACTED.contains(topic) ? "compact" : "delete";
            assertThat(setting(kafka, topic, "cleanup.policy")).as(topic).isEqualTo(policy);
        }
    }

    @Test
    void saysThatItsPortIsInUse() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // Given
            var options = new KafkaOptions(taken.getLocalPort(), null, 1);

            // When
            // Then
            assertThatThrownBy(() -> RealKafka.start(options))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("port " + taken.getLocalPort() + " is in use");
        }
    }

    @Test
    void doesNotShareItsFolder(@TempDir Path folder) {
        try (var first = RealKafka.start(new KafkaOptions(0, folder, 1))) {
            // Given
            var options = new KafkaOptions(0, folder, 1);

            // When
            // Then
            assertThatThrownBy(() -> RealKafka.start(options))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("another process uses its data folder");
        }
    }

    private static String setting(RealKafka kafka, String topic, String name)
            throws ExecutionException, InterruptedException {
        try (var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
            return admin.describeConfigs(List.of(resource))
                    .all()
                    .get()
                    .get(resource)
                    .get(name)
                    .value();
        }
    }
}
