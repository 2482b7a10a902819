package dev.rollcall.testbed;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;

/** Broker and controller in one, in this JVM. */
final class EmbeddedBroker implements Broker {

    private static final String TEMPORARY = "rollcall-kafka-";
    private static final int NODE = 1;
    private static final int ATTEMPTS = 3;

    private final DataFolder folder;
    private final int port;
    private KafkaRaftServer server;

    private EmbeddedBroker(DataFolder folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    static EmbeddedBroker start(KafkaOptions options) {
        if (options.port() != 0) {
            Ports.requireFree(options.port(), "Kafka");
        }
        DataFolder.sweep(TEMPORARY, abandoned -> {});
        var folder = options.dataDir() == null
                ? DataFolder.temporary(TEMPORARY)
                : DataFolder.kept(options.dataDir(), "Kafka");
        for (int attempt = 1; ; attempt++) {
            var broker = new EmbeddedBroker(folder, options.port() == 0 ? Ports.free() : options.port());
            try {
                broker.startAgain();
                return broker;
            } catch (StartFailure e) {
                // A free port may be taken by another process before we get to it; a given port has no second choice.
                if (options.port() != 0 || attempt == ATTEMPTS) {
                    folder.close();
                    throw e;
                }
            }
        }
    }

    @Override
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    @Override
    public synchronized void startAgain() {
        if (server != null) {
            return;
        }
        Quiet.logs();
        server = OwnClasses.with(this::started);
    }

    private KafkaRaftServer started() {
        KafkaRaftServer starting = null;
        try {
            format();
            starting = new KafkaRaftServer(new KafkaConfig(settings(), false), Time.SYSTEM);
            starting.startup();
            return starting;
        } catch (Exception | LinkageError e) {
            shutDown(starting);
            throw new StartFailure(
                    "Kafka cannot start on port " + port + " with its data in " + folder.path() + ": "
                            + StartFailure.rootOf(e),
                    e);
        }
    }

    @Override
    public synchronized void stop() {
        shutDown(server);
        server = null;
    }

    @Override
    public void close() {
        stop();
        folder.close();
    }

    private static void shutDown(KafkaRaftServer server) {
        if (server != null) {
            server.shutdown();
            server.awaitShutdown();
        }
    }

    private Path log() {
        return folder.path().resolve("log");
    }

    private void format() throws Exception {
        try (var nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(nowhere)
                    .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                    .setNodeId(NODE)
                    .setClusterId(clusterId())
                    .setControllerListenerName("CONTROLLER")
                    .setMetadataLogDirectory(log().toString())
                    .setDirectories(List.of(log().toString()))
                    .setIgnoreFormatted(true)
                    .run();
        }
    }

    /** Kept beside the log: a folder formatted for one cluster refuses every other id. */
    private String clusterId() {
        try {
            var file = folder.path().resolve("cluster-id");
            if (!Files.exists(file)) {
                Files.createDirectories(log());
                Files.writeString(file, Uuid.randomUuid().toString());
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> settings() {
        var controller = "127.0.0.1:" + Ports.free();
        var settings = new HashMap<String, String>();
        settings.put("node.id", String.valueOf(NODE));
        settings.put("process.roles", "broker,controller");
        // The voters are read from here at each start, so the controller may change its port.
        settings.put("controller.quorum.voters", NODE + "@" + controller);
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("listeners", "CLIENTS://" + bootstrapServers() + ",CONTROLLER://" + controller);
        settings.put("advertised.listeners", "CLIENTS://" + bootstrapServers());
        settings.put("listener.security.protocol.map", "CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("inter.broker.listener.name", "CLIENTS");
        settings.put("log.dirs", log().toString());
        // One node can hold one copy.
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("auto.create.topics.enable", "false");
        settings.put("group.initial.rebalance.delay.ms", "0");
        // After a kill the controller, which remembers the broker, lets it back only when its old session has ended.
        settings.put("broker.session.timeout.ms", "3000");
        settings.put("broker.heartbeat.interval.ms", "500");
        // It has to fit into 256 MiB beside everything else on a laptop: the defaults mean a server of its own.
        settings.put("log.cleaner.dedupe.buffer.size", String.valueOf(4 << 20));
        settings.put("offsets.topic.num.partitions", "4");
        settings.put("transaction.state.log.num.partitions", "4");
        settings.put("share.coordinator.state.topic.num.partitions", "4");
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        settings.put("background.threads", "2");
        return settings;
    }
}
