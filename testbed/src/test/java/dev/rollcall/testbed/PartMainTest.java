package dev.rollcall.testbed;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import dev.rollcall.model.Topics;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class PartMainTest {

    @Test
    void runsKafkaInASmallProcessUntilItIsTerminated(@TempDir Path folder) throws Exception {
        // Given
        var port = Ports.free();
        try (var main = Main.start(folder, KafkaMain.class, "--port", "" + port, "--data", folder + "/k")) {

            // When
            main.awaitReady();

            // Then
            try (var writer = new TopicWriter("127.0.0.1:" + port)) {
                writer.send(Topics.OUTCOMES, "a/1", "x", "{}");
            }
            assertThat(main.terminate()).isEqualTo(143);
            assertThat(main.out()).isEqualTo("ready\n");
            assertThat(main.err()).isEmpty();
        }
    }

    @Test
    void startsPostgresAgainAfterItsOwnerWasKilled(@TempDir Path folder) throws Exception {
        // Given
        var port = Ports.free();
        var passwords = Files.writeString(folder.resolve("passwords"), "svc_a=first\nsvc_b=second\n");
        String[] arguments = {
            "--port",
            "" + port,
            "--data",
            folder + "/p",
            "--durable",
            "--roles",
            "svc_a,svc_b",
            "--passwords-file",
            passwords.toString()
        };
        try (var killed = Main.start(folder, PostgresMain.class, arguments)) {
            killed.awaitReady();
            try (var connection = DriverManager.getConnection(url(port), "svc_a", "first")) {
                connection.createStatement().execute("create table thing as select 7 as id");
            }
            killed.kill();
        }

        // When
        try (var again = Main.start(folder, PostgresMain.class, arguments)) {
            again.awaitReady();

            // Then
            try (var connection = DriverManager.getConnection(url(port), "svc_a", "first")) {
                var result = connection.createStatement().executeQuery("select id from thing");
                assertThat(result.next()).isTrue();
            }
            assertThat(again.terminate()).isEqualTo(143);
            assertThat(again.out()).isEqualTo("ready\n");
            assertThat(again.err()).isEmpty();
        }
        Ports.requireFree(port, "A later server");
    }

    @Test
    void leavesNoServerWhenTerminatedInTheMiddleOfTheStart(@TempDir Path folder) throws Exception {
        // Given
        var pidFile = folder.resolve("p/data/postmaster.pid");
        try (var main = Main.start(folder, PostgresMain.class, "--port", "" + Ports.free(), "--data", folder + "/p")) {
            await().pollInterval(Duration.ofMillis(10))
                    .atMost(Duration.ofSeconds(60))
                    .until(() ->
                            Files.exists(pidFile) && !Files.readString(pidFile).isEmpty());
            var server = ProcessHandle.of(
                    Long.parseLong(Files.readAllLines(pidFile).getFirst().strip()));

            // When
            main.terminate();

            // Then
            assertThat(server.filter(ProcessHandle::isAlive)).isEmpty();
        }
    }

    @Test
    void endsWithOneSentenceWhenThePortIsInUse(@TempDir Path folder) throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // Given
            var port = String.valueOf(taken.getLocalPort());

            // When
            try (var kafka = Main.start(folder, KafkaMain.class, "--port", port, "--data", folder + "/k");
                    var postgres = Main.start(folder, PostgresMain.class, "--port", port, "--data", folder + "/p")) {

                // Then
                assertThat(kafka.exit()).isEqualTo(1);
                assertThat(kafka.err().lines())
                        .singleElement()
                        .asString()
                        .contains("Kafka cannot start: port " + port + " is in use");
                assertThat(postgres.exit()).isEqualTo(1);
                assertThat(postgres.err().lines())
                        .singleElement()
                        .asString()
                        .contains("PostgreSQL cannot start: port " + port + " is in use");
            }
        }
    }

    @Test
    void endsWithOneSentenceWhenARoleHasNoPassword(@TempDir Path folder) throws Exception {
        // Given
        var passwords = Files.writeString(folder.resolve("passwords"), "svc_a=first\n");

        // When
        try (var main = Main.start(
                folder,
                PostgresMain.class,
                "--port",
                "" + Ports.free(),
                "--data",
                folder + "/p",
                "--roles",
                "svc_b",
                "--passwords-file",
                passwords.toString())) {

            // Then
            assertThat(main.exit()).isEqualTo(1);
            assertThat(main.err().lines()).singleElement().asString().contains("holds no line svc_b=");
        }
    }

    private static String url(int port) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/rollcall";
    }

    /** One of our mains in a process of its own. */
    private record Main(Process process, Path outFile, Path errFile) implements AutoCloseable {

        static Main start(Path folder, Class<?> main, String... arguments) throws IOException {
            var line = new ArrayList<String>();
            line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            line.addAll(List.of("-Xmx256m", "-cp", System.getProperty("java.class.path"), main.getName()));
            line.addAll(List.of(arguments));
            var out = Files.createTempFile(folder, "out", "");
            var err = Files.createTempFile(folder, "err", "");
            var process = new ProcessBuilder(line)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            return new Main(process, out, err);
        }

        void awaitReady() {
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                if (!process.isAlive()) {
                    throw new IllegalStateException("It ended: " + err());
                }
                assertThat(out()).contains("ready");
            });
        }

        int terminate() throws InterruptedException {
            process.destroy();
            return exit();
        }

        void kill() throws InterruptedException {
            process.destroyForcibly();
            exit();
        }

        int exit() throws InterruptedException {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        }

        String out() throws IOException {
            return Files.readString(outFile);
        }

        /** Without what the virtual machine itself says about libraries that still use Unsafe. */
        String err() throws IOException {
            return Files.readAllLines(errFile).stream()
                    .filter(line -> !line.startsWith("WARNING: "))
                    .collect(Collectors.joining("\n"));
        }

        @Override
        public void close() throws InterruptedException {
            if (process.isAlive()) {
                terminate();
            }
        }
    }
}
