package dev.rollcall.launcher.topics;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;

import dev.rollcall.launcher.LaunchFailure;
import dev.rollcall.launcher.UsageFailure;
import dev.rollcall.model.MessageType;
import dev.rollcall.model.Topics;
import dev.rollcall.testbed.KafkaOptions;
import dev.rollcall.testbed.RealKafka;
import dev.rollcall.testbed.TopicWriter;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The command from options to exit, against a real broker. Tests share it, so each has an integration of its own. */
class TopicsCommandTest {

    private static final String ADA = "6b1e1a52-0000-4000-8000-0000000000ad";
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private static RealKafka kafka;
    private static TopicWriter writer;
    private static Admin admin;

    @TempDir
    Path folder;

    private final String integration = UUID.randomUUID().toString();
    private String shown;

    @BeforeAll
    static void start() {
        kafka = RealKafka.start(KafkaOptions.temporary().withPartitions(2));
        kafka.createTopics();
        writer = new TopicWriter(kafka.bootstrapServers());
        admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    }

    @AfterAll
    static void stop() {
        admin.close();
        writer.close();
        kafka.close();
    }

    @Test
    void tableShowsWhoIsBehindAndThatNobodyReads() throws Exception {
        // Given
        send(MessageType.REQUEST, ADA, golden(MessageType.REQUEST));
        commit("user-sync-service", Topics.REQUESTS);
        send(MessageType.REQUEST, ADA, golden(MessageType.REQUEST));
        send(MessageType.REQUEST, ADA, golden(MessageType.REQUEST));

        // When
        var exit = topics();

        // Then
        assertThat(exit).isEqualTo(1);
        assertThat(line("sync.requests")).matches("WRONG .* user-sync-service, no member here +2");
        assertThat(shown).contains("sync.requests: 2 messages wait for user-sync-service, and no member of it");
        assertThat(line("integration.settings"))
                .startsWith("ok")
                .contains("compacted")
                .contains("every instance");

        // When everything was read
        commit("user-sync-service", Topics.REQUESTS);
        topics();

        // Then
        assertThat(line("sync.requests")).startsWith("ok").endsWith(" 0");
    }

    @Test
    void aGroupThatReadsMayBeBehind() {
        // Given
        send(MessageType.PLAN, ADA, golden(MessageType.PLAN));
        try (var reader = new KafkaConsumer<>(
                Map.<String, Object>of(
                        "bootstrap.servers", kafka.bootstrapServers(),
                        "group.id", "subscription-manager",
                        "enable.auto.commit", "false"),
                new StringDeserializer(),
                new StringDeserializer())) {
            reader.subscribe(List.of(Topics.PLANS));
            while (reader.assignment().isEmpty()) {
                reader.poll(Duration.ofMillis(100));
            }

            // When
            var exit = topics("plans", "--last", "0");

            // Then
            assertThat(exit).isZero();
            assertThat(shown).contains("read by   subscription-manager: 1 behind", "127.0.0.1");
        }
    }

    @Test
    void tableNamesTopicsThatAreMissingOrKeptOtherwise() throws Exception {
        // Given
        admin.deleteTopics(List.of(Topics.LIFECYCLE_NOTICES)).all().get();
        try {
            // When
            var exit = topics();

            // Then
            assertThat(exit).isEqualTo(1);
            assertThat(line("directory.lifecycle-notices")).startsWith("WRONG").endsWith("missing");
            assertThat(topics("lifecycle-notices")).isEqualTo(1);
            assertThat(topics("--person", ADA, "lifecycle-notices")).isEqualTo(1);
        } finally {
            kafka.createTopics();
        }
    }

    @Test
    void promise11_pageShowsMessagesWithHeadersAndHidesPersonalDataUntilAsked() {
        // Given
        send(MessageType.OUTCOME, ADA, golden(MessageType.OUTCOME));
        send(MessageType.INITIAL_BATCH, "1", golden(MessageType.INITIAL_BATCH));

        // When
        assertThat(topics("outcomes", "--last", "1")).isEqualTo(1);

        // Then
        assertThat(shown)
                .contains(integration + "/" + ADA, "ce_type: rollcall.sync.outcome.v1", "traceparent: " + TRACE)
                .contains("\"kind\" : \"UPDATED\"", "\"title\" : \"***\"", "--values shows it")
                .contains("subscription-manager never read any")
                .doesNotContain("Countess");
        topics("sync.initial-batches");
        assertThat(shown).contains("\"mail\" : \"***\"").doesNotContain("ada@", "Lovelace", "Countess");

        // When
        topics("rollcall.sync.outcomes", "--last", "1", "--values");

        // Then
        assertThat(shown).contains("\"title\" : \"Countess\"").doesNotContain("***");
    }

    @Test
    void promise11_deadLettersAreMaskedAndDoNotCommandTheTerminal() {
        // Given
        writer.send(
                Topics.USER_SYNC_DEAD_LETTERS,
                integration + "/\u001b[2J",
                Map.of("rollcall_reason", "It is no JSON.\u009b2J", "x-stranger", "Lovelace"),
                "{\"reason\": \"Lovelace\", \"at\": \"ada@contoso.example\", \"phone\": 441234}");

        // When
        var exit = topics("user-sync-service.dead-letters");

        // Then
        assertThat(exit).isEqualTo(1);
        assertThat(shown)
                .contains("rollcall_reason: It is no JSON.", "x-stranger: (8 characters)", "\"phone\" : \"***\"")
                .contains("could not be read")
                .doesNotContain("Lovelace", "ada@", "441234", "\u001b", "\u009b");
    }

    @Test
    void pageTakesTheLastByTimeOverAllPartitions() {
        // Given
        IntStream.range(0, 20)
                .forEach(i -> send(MessageType.USER_NOTICE, "person-" + i, golden(MessageType.USER_NOTICE)));

        // When
        topics("user-notices", "--last", "3");

        // Then
        assertThat(shown.lines().filter(line -> line.contains(integration + "/person-")))
                .extracting(line -> line.replaceAll(".*(person-\\d+).*", "$1"))
                .containsExactly("person-17", "person-18", "person-19");
    }

    @Test
    void aPersonsTrailIsInOrderAndTheirsAlone() {
        // Given
        send(MessageType.INITIAL_BATCH, "1", golden(MessageType.INITIAL_BATCH));
        send(MessageType.WALK_CLOSED, "closed", golden(MessageType.WALK_CLOSED));
        send(MessageType.USER_NOTICE, ADA, golden(MessageType.USER_NOTICE));
        send(MessageType.USER_NOTICE, "somebody-else", golden(MessageType.USER_NOTICE));
        send(MessageType.OUTCOME, ADA, golden(MessageType.OUTCOME));
        send(MessageType.LINK, ADA, golden(MessageType.LINK));

        // When
        var exit = topics("--person", integration + "/" + ADA.toUpperCase(Locale.ROOT));

        // Then
        assertThat(exit).isZero();
        assertThat(shown.lines().map(line -> line.substring(25)))
                .containsExactly(
                        "sync.initial-batches    0af76519  batch 1, run run-1: snapshot, enabled",
                        "sync.initial-batches    0af76519  walk closed, run run-1: 998 people, complete",
                        "directory.user-notices  0af76519  notice: updated, by notification",
                        "sync.outcomes           0af76519  outcome UPDATED, match linked, ZenQMS user 1234, wrote"
                                + " title, by notification",
                        "directory.links         0af76519  link: ZenQMS user 1234, active, external id set by"
                                + " Rollcall, run run-1");

        // When
        topics("--person", integration + "/" + ADA, "--values", "outcomes");

        // Then
        assertThat(shown).contains("title Programmer -> Countess").doesNotContain("batch");
    }

    @Test
    void somebodyUnknownHasNoTrail() {
        assertThat(topics("--person", "nobody-" + integration, "--since", "2h")).isEqualTo(1);
        assertThat(shown).contains("Nothing about nobody-" + integration);
    }

    @Test
    void leavesNoGroupAndNoTopicBehind() throws Exception {
        // Given
        var groups = groups();
        var topics = admin.listTopics().names().get();

        // When
        topics();
        topics("outcomes");
        topics("--person", ADA);

        // Then
        assertThat(groups()).isEqualTo(groups);
        assertThat(admin.listTopics().names().get()).isEqualTo(topics);
    }

    @Test
    void clientSettingsComeFromAFile() throws IOException {
        // Given
        var file = Files.writeString(
                folder.resolve("kafka.properties"),
                "bootstrap.servers=127.0.0.1:1\ngroup.id=mine\ndefault.api.timeout.ms=900\nrequest.timeout.ms=800\n");

        // When, then
        assertThatThrownBy(() -> run("--config", file.toString()))
                .isInstanceOf(LaunchFailure.class)
                .hasMessageContaining("No Kafka broker answers at 127.0.0.1:1");
        assertThat(topics("settings", "--config", file.toString())).isZero();
    }

    @Test
    void wrongUsageSaysWhatToWrite() {
        assertThatThrownBy(() -> run("outcome"))
                .isInstanceOf(UsageFailure.class)
                .hasMessageContaining("sync.outcomes");
        assertThatThrownBy(() -> run("dead-letters")).hasMessageStartingWith("Several topics end in dead-letters");
        assertThatThrownBy(() -> run("--since", "soon")).hasMessageContaining("90min");
        assertThatThrownBy(() -> run("--person", "a/b/c")).isInstanceOf(UsageFailure.class);
        assertThatThrownBy(() -> run("--config", "missing.properties")).isInstanceOf(UsageFailure.class);
    }

    private int topics(String... arguments) {
        var all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--kafka";
        all[arguments.length + 1] = kafka.bootstrapServers().replaceFirst(".*://", "");
        return run(all);
    }

    private int run(String... arguments) {
        var command = new TopicsCommand();
        new CommandLine(command).parseArgs(arguments);
        var out = new ByteArrayOutputStream();
        var print = new PrintStream(out, true, StandardCharsets.UTF_8);
        var exit = command.show(print, print, Instant.now(), ZoneOffset.UTC);
        shown = out.toString(StandardCharsets.UTF_8);
        return exit;
    }

    private String line(String topic) {
        return shown.lines()
                .filter(line -> line.contains("  " + topic + "  "))
                .findFirst()
                .orElseThrow();
    }

    private void send(MessageType type, String subject, String json) {
        writer.send(
                type.topic(),
                integration + "/" + subject,
                Map.of("ce_type", type.ceType(), "traceparent", TRACE),
                json);
    }

    private static String golden(MessageType type) {
        return Golden.text(type);
    }

    private static void commit(String group, String topic) throws ExecutionException, InterruptedException {
        for (int partition = 0; partition < 2; partition++) {
            var at = new TopicPartition(topic, partition);
            var end = admin.listOffsets(Map.of(at, OffsetSpec.latest()))
                    .partitionResult(at)
                    .get()
                    .offset();
            admin.alterConsumerGroupOffsets(group, Map.of(at, new OffsetAndMetadata(end)))
                    .all()
                    .get();
        }
    }

    private static List<String> groups() throws ExecutionException, InterruptedException {
        return admin.listGroups().all().get().stream()
                .map(GroupListing::groupId)
                .sorted()
                .toList();
    }
}
