package dev.rollcall.testbed;

import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * The parts in containers. The only class that knows Testcontainers, whose jars are optional: it is loaded in this mode
 * alone.
 */
final class Containers {

    private static final String KAFKA_IMAGE = "apache/kafka-native:4.1.1";
    private static final String POSTGRES_IMAGE = "postgres:18-alpine";

    private Containers() {}

    static Broker broker() {
        requireEngine();
        var container = new KafkaContainer(KAFKA_IMAGE)
                .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
                .withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0");
        container.start();
        return new ContainerBroker(container);
    }

    static Server server() {
        requireEngine();
        var container = new PostgreSQLContainer(POSTGRES_IMAGE).withDatabaseName("rollcall");
        container.start();
        return new ContainerServer(container);
    }

    private static void requireEngine() {
        Quiet.logs();
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            throw new StartFailure("The testbed is told to use containers, but no Docker engine answers. "
                    + "Start one, or set ROLLCALL_TESTBED=embedded.");
        }
    }

    private record ContainerBroker(KafkaContainer container) implements Broker {
        @Override
        public String bootstrapServers() {
            return container.getBootstrapServers();
        }

        @Override
        public void stop() {
            pause(container);
        }

        @Override
        public void startAgain() {
            unpause(container);
        }

        @Override
        public void close() {
            container.stop();
        }
    }

    private record ContainerServer(PostgreSQLContainer container) implements Server {
        @Override
        public String jdbcUrl() {
            return "jdbc:postgresql://" + container.getHost() + ":" + port() + "/" + container.getDatabaseName();
        }

        @Override
        public int port() {
            return container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT);
        }

        @Override
        public Superuser superuser() {
            return new Superuser(container.getUsername(), container.getPassword());
        }

        @Override
        public void stop() {
            pause(container);
        }

        @Override
        public void startAgain() {
            unpause(container);
        }

        @Override
        public void close() {
            container.stop();
        }
    }

    /** A container that is started again gets another port; a frozen one is just as unreachable, and keeps its own. */
    private static void pause(GenericContainer<?> container) {
        container
                .getDockerClient()
                .pauseContainerCmd(container.getContainerId())
                .exec();
    }

    private static void unpause(GenericContainer<?> container) {
        container
                .getDockerClient()
                .unpauseContainerCmd(container.getContainerId())
                .exec();
    }
}
