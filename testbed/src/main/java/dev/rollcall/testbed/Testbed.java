package dev.rollcall.testbed;

/**
 * The parts that all tests of a JVM share: started at the first call, stopped when the JVM ends. A test keeps to topics,
 * keys and schemas of its own, and starts again what it stopped.
 */
public final class Testbed {

    private static final int PARTITIONS = KafkaOptions.temporary().partitions();

    private Testbed() {}

    /** With all of Rollcall's topics. */
    public static RealKafka kafka() {
        return Kafka.SHARED;
    }

    public static RealPostgres postgres() {
        return Postgres.SHARED;
    }

    /** Never {@link Mode#AUTO}: what it came to. Asked of the environment variable ROLLCALL_TESTBED or the system property rollcall.testbed. */
    public static Mode mode() {
        return Parts.mode();
    }

    private static final class Kafka {
        private static final RealKafka SHARED = started();

        private static RealKafka started() {
            var kafka = new RealKafka(SharedParts.broker(), PARTITIONS);
            kafka.createTopics();
            return kafka;
        }
    }

    private static final class Postgres {
        private static final RealPostgres SHARED = new RealPostgres(SharedParts.server());
    }
}
