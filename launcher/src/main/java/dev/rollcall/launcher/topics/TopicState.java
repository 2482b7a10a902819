package dev.rollcall.launcher.topics;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What the broker says of one of Rollcall's topics. */
sealed interface TopicState {

    String topic();

    /** Nobody can write to it or read it. */
    record Missing(String topic) implements TopicState {}

    /**
     * @param settings Kafka's settings of the topic; empty where we may not ask
     * @param partitions by number
     * @param newest when the newest message was written, by the sender's clock; null when there is none
     * @param groups those that committed an offset here or have a member that reads it
     */
    record Present(
            String topic,
            Map<String, String> settings,
            List<PartitionState> partitions,
            Instant newest,
            List<GroupState> groups)
            implements TopicState {

        /** Offsets between begin and end: in a compacted topic some of them are gone. */
        long messages() {
            return partitions.stream().mapToLong(PartitionState::messages).sum();
        }
    }

    /** @param end the offset that the next message gets */
    record PartitionState(int number, long begin, long end) {
        long messages() {
            return end - begin;
        }
    }

    /**
     * A consumer group at one topic.
     *
     * @param lags messages that wait, by partition; all of them where nothing was committed yet
     * @param members which member reads a partition, as host; a partition nobody reads is absent
     * @param settling the group is sharing out its partitions right now, so members say little
     */
    record GroupState(String group, Map<Integer, Long> lags, Map<Integer, String> members, boolean settling) {
        long lag() {
            return lags.values().stream().mapToLong(Long::longValue).sum();
        }

        boolean isStranded() {
            return !settling
                    && lags.entrySet().stream()
                            .anyMatch(lag -> lag.getValue() > 0 && !members.containsKey(lag.getKey()));
        }
    }
}
