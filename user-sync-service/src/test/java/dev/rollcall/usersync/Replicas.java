package dev.rollcall.usersync;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.rollcall.access.AccessSeal;
import dev.rollcall.access.KeysetFile;
import dev.rollcall.access.KeysetSource;
import dev.rollcall.testbed.ServiceProcess;
import dev.rollcall.testbed.Testbed;

/** Two replicas of the packaged service on the shared broker and database, with short times so that failover is quick. */
final class Replicas implements AutoCloseable {

    static final Duration LEASE = Duration.ofSeconds(6);

    private final Path keyset;
    private final List<ServiceProcess> processes = new ArrayList<>();
    private int started;

    private Replicas(Path keyset) {
        this.keyset = keyset;
    }

    static Replicas start(int count) {
        try {
            var keyset = Files.createTempDirectory("rollcall-it").resolve("access-keyset.json");
            KeysetFile.create(keyset);
            var replicas = new Replicas(keyset);
            replicas.startMore(count);
            return replicas;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    AccessSeal seal() {
        return AccessSeal.from(KeysetSource.file("test keyset", keyset));
    }

    void startMore(int count) {
        var fresh = new ArrayList<ServiceProcess>();
        for (int i = 0; i < count; i++) {
            fresh.add(launch());
        }
        fresh.forEach(process -> process.awaitReady(Duration.ofSeconds(90)));
        processes.addAll(fresh);
    }

    /** Starts some again if a former test killed them, and ends those beyond. */
    void atLeast(int count) {
        processes.removeIf(process -> !process.isAlive());
        if (processes.size() < count) {
            startMore(count - processes.size());
        }
        while (processes.size() > count) {
            processes.removeLast().close();
        }
    }

    /** As a power cut: all of them, at once. */
    void killAll() {
        processes.forEach(ServiceProcess::kill);
        processes.clear();
    }

    List<ServiceProcess> processes() {
        return List.copyOf(processes);
    }

    private ServiceProcess launch() {
        var database = Testbed.postgres().database("user_sync");
        return ServiceProcess.of(Path.of("target", "quarkus-app", "quarkus-run.jar"))
                .name("user-sync-" + ++started)
                .jvmOption("-Xmx256m")
                .jvmOption("-XX:+UseSerialGC")
                .jvmOption("-XX:TieredStopAtLevel=1")
                .env("KAFKA_BOOTSTRAP_SERVERS", Testbed.kafka().bootstrapServers())
                .env("QUARKUS_DATASOURCE_JDBC_URL", database.jdbcUrl())
                .env("QUARKUS_DATASOURCE_USERNAME", database.username())
                .env("QUARKUS_DATASOURCE_PASSWORD", database.password())
                .env("ROLLCALL_ACCESS_KEYSET", keyset.toString())
                .property("rollcall.user-sync.lease", LEASE.toSeconds() + "s")
                .property("rollcall.user-sync.call-timeout", "3s")
                .property("rollcall.user-sync.first-pace", "200")
                .property("rollcall.user-sync.second-look", "2s")
                .property("rollcall.user-sync.gone-again", "2s")
                .property("rollcall.user-sync.unfinished-looks", "1s,2s,3s")
                .start();
    }

    @Override
    public void close() {
        processes.forEach(ServiceProcess::close);
        try {
            Files.deleteIfExists(keyset);
            Files.deleteIfExists(keyset.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
