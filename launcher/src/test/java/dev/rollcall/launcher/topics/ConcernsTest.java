package dev.rollcall.launcher.topics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

import dev.rollcall.model.Topics;
import dev.rollcall.testbed.TopicPlan;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ConcernsTest {

    @Test
    void nothingIsWrongWithWhatIsReadOrEmpty() {
        assertThat(Concerns.of(topic(Topics.OUTCOMES, 5, group("subscription-manager", 5, "10.0.0.1", false))))
                .isEmpty();
        assertThat(Concerns.of(topic(Topics.OUTCOMES, 5, group("subscription-manager", 0, null, false))))
                .isEmpty();
        assertThat(Concerns.of(topic(Topics.OUTCOMES, 0))).isEmpty();
        assertThat(Concerns.of(topic(Topics.SETTINGS, 5))).isEmpty();
        assertThat(Concerns.of(topic(Topics.USER_SYNC_DEAD_LETTERS, 0))).isEmpty();
    }

    @Test
    void messagesThatWaitForNobodyAreWrong() {
        assertThat(Concerns.of(topic(Topics.OUTCOMES, 5, group("subscription-manager", 1, null, false))))
                .singleElement()
                .asString()
                .startsWith("1 message waits for subscription-manager, and no member of it reads there");
        assertThat(Concerns.of(topic(Topics.OUTCOMES, 5, group("another", 0, "10.0.0.1", false))))
                .singleElement()
                .asString()
                .startsWith("5 messages, and subscription-manager never read any");
    }

    @Test
    void aGroupThatIsSharingOutItsPartitionsIsGivenTheTime() {
        assertThat(Concerns.of(topic(Topics.OUTCOMES, 5, group("subscription-manager", 5, null, true))))
                .isEmpty();
    }

    @Test
    void deadLettersMissingTopicsAndOtherSettingsAreWrong() {
        assertThat(Concerns.of(topic(Topics.USER_SYNC_DEAD_LETTERS, 2)))
                .singleElement()
                .asString()
                .startsWith("2 messages could not be read: ./rollcall topics user-sync-service.dead-letters");
        assertThat(Concerns.of(new TopicState.Missing(Topics.LINKS)))
                .singleElement()
                .asString()
                .contains("does not exist", "cleanup.policy=compact");
        var settings = new HashMap<>(TopicPlan.settings(Topics.LINKS));
        settings.put("cleanup.policy", "delete");
        assertThat(Concerns.of(new TopicState.Present(Topics.LINKS, settings, List.of(), null, List.of())))
                .containsExactly("cleanup.policy is delete where Rollcall wants compact.");
        assertThat(Concerns.of(new TopicState.Present(Topics.LINKS, Map.of(), List.of(), null, List.of())))
                .isEmpty();
    }

    /** What the services' own configuration says of their groups. */
    @Test
    void readersAreThoseOfTheServices() {
        var configured = new TreeMap<String, Set<String>>();
        Stream.of("user-sync-service", "subscription-manager", "notification-ingress")
                .map(ConcernsTest::properties)
                .forEach(properties -> properties.stringPropertyNames().stream()
                        .filter(name -> name.matches("mp\\.messaging\\.incoming\\..+\\.topics?"))
                        .forEach(name -> Arrays.stream(
                                        properties.getProperty(name).split(","))
                                .forEach(topic -> configured
                                        .computeIfAbsent(topic, ignored -> new TreeSet<>())
                                        .add(properties.getProperty(name.replaceFirst("topics?$", "group.id"))))));
        var known = new TreeMap<String, Set<String>>();
        Readers.OF.forEach((topic, readers) -> {
            if (readers instanceof Readers.Groups(var names)) {
                known.put(topic, Set.copyOf(names));
            }
        });
        assertThat(known).isEqualTo(configured).isNotEmpty();
        assertThat(Readers.OF.keySet()).containsExactlyInAnyOrderElementsOf(Topics.ALL);
    }

    private static Properties properties(String service) {
        var file = Path.of("..", service, "src", "main", "resources", "application.properties");
        try (var in = Files.newBufferedReader(file)) {
            var properties = new Properties();
            properties.load(in);
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TopicState topic(String name, long messages, TopicState.GroupState... groups) {
        return new TopicState.Present(
                name,
                TopicPlan.settings(name),
                List.of(new TopicState.PartitionState(0, 7, 7 + messages)),
                Instant.EPOCH,
                List.of(groups));
    }

    private static TopicState.GroupState group(String name, long lag, String member, boolean settling) {
        return new TopicState.GroupState(name, Map.of(0, lag), member == null ? Map.of() : Map.of(0, member), settling);
    }
}
