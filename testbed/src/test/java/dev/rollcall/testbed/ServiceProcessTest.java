package dev.rollcall.testbed;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class ServiceProcessTest {

    /** Stands in for a packaged service: ready at once, and says what it was given. */
    static final class Ready {
        private Ready() {}

        public static void main(String[] words) throws IOException {
            int door = Integer.getInteger("quarkus.http.port");
            int health = Integer.getInteger("quarkus.management.port", door);
            var server = listen(health);
            server.createContext("/q/health/ready", exchange -> {
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            });
            server.start();
            if (health != door) {
                // Its door opens after its health: ready is whoever has both.
                listen(door).start();
            }
            System.out.println("given " + System.getProperty("a.b") + " " + System.getenv("A_B"));
        }

        private static HttpServer listen(int port) throws IOException {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        }
    }

    @Test
    void startsFreezesAndKillsAService(@TempDir Path folder) throws Exception {
        try (var service = ServiceProcess.of(jar(folder, Ready.class))
                .name("ready-1")
                .property("a.b", "one")
                .env("A_B", "two")
                .jvmOption("-Xmx64m")
                .start()) {
            // Given
            service.awaitReady(Duration.ofSeconds(30));
            await().untilAsserted(() -> assertThat(service.log()).contains("given one two"));

            // When
            service.freeze();
            var readyWhileFrozen = service.isReady();
            service.thaw();
            service.awaitReady(Duration.ofSeconds(30));
            service.kill();

            // Then
            assertThat(readyWhileFrozen).isFalse();
            assertThat(service.isAlive()).isFalse();
        }
    }

    @Test
    void asksForReadinessWhereTheServiceHasItsHealth(@TempDir Path folder) throws Exception {
        // Given
        try (var service = ServiceProcess.of(jar(folder, Ready.class))
                .name("managed-1")
                .withManagementPort()
                .jvmOption("-Xmx64m")
                .start()) {

            // When
            service.awaitReady(Duration.ofSeconds(30));

            // Then
            assertThat(service.managementUri("/").getPort()).isNotEqualTo(service.httpPort());
        }
    }

    @Test
    void showsTheLogOfAServiceThatEndsBeforeItIsReady(@TempDir Path folder) throws Exception {
        // Given
        try (var service = ServiceProcess.of(jar(folder, Ready.class))
                .name("broken-1")
                .jvmOption("-XX:+NoSuchOption")
                .start()) {

            // When
            // Then
            assertThatThrownBy(() -> service.awaitReady(Duration.ofSeconds(30)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("broken-1 ended")
                    .hasMessageContaining("NoSuchOption");
        }
    }

    private static Path jar(Path folder, Class<?> main) throws IOException {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, main.getName());
        var jar = folder.resolve("service.jar");
        var entry = main.getName().replace('.', '/') + ".class";
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest);
                var in = main.getClassLoader().getResourceAsStream(entry)) {
            out.putNextEntry(new JarEntry(entry));
            in.transferTo(out);
            out.closeEntry();
        }
        return jar;
    }
}
