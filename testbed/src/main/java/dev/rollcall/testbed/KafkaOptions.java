package dev.rollcall.testbed;

import java.nio.file.Path;

/**
 * How a broker is started.
 *
 * @param port where clients connect on the loopback interface; 0 picks a free one
 * @param dataDir kept between starts; null for a temporary directory that goes with the broker
 * @param partitions of each of Rollcall's topics
 */
public record KafkaOptions(int port, Path dataDir, int partitions) {

    private static final int PARTITIONS = 6;

    public KafkaOptions {
        if (partitions < 1) {
            throw new IllegalArgumentException("A topic needs at least one partition, not " + partitions);
        }
    }

    /** A free port, and nothing left behind. */
    public static KafkaOptions temporary() {
        return new KafkaOptions(0, null, PARTITIONS);
    }

    /** A fixed port and data that stays. */
    public static KafkaOptions keeping(Path dataDir, int port) {
        return new KafkaOptions(port, dataDir, PARTITIONS);
    }

    public KafkaOptions withPartitions(int count) {
        return new KafkaOptions(port, dataDir, count);
    }
}
