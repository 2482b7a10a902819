package dev.rollcall.usersync.intake;

import java.util.HashMap;
import java.util.Map;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class LostNoticesTest {

    private static final TopicPartition PARTITION = new TopicPartition("notices", 0);

    @ParameterizedTest(name = "read up to {0}, the oldest left is {1} -> lost: {2}")
    @CsvSource(nullValues = "-", textBlock = """
            0,   0,   false
            5,   0,   false
            5,   5,   false
            5,   6,   true
            0,   1,   true
            -,   0,   false
            -,   100, true
            """)
    void promise1_tellsWhatWasDeletedUnread(Long committed, long beginning, boolean expected) {
        // Given
        var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
        offsets.put(PARTITION, committed == null ? null : new OffsetAndMetadata(committed));

        // When
        var lost = LostNotices.lost(offsets, Map.of(PARTITION, beginning));

        // Then
        assertThat(lost).hasSize(expected ? 1 : 0);
        assertThat(lost.values()).allMatch(next -> next.offset() == beginning);
    }
}
