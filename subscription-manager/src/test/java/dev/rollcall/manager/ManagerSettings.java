package dev.rollcall.manager;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import dev.rollcall.access.KeysetFile;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/** What an operator sets, and in the ingress's place something that only answers the handshake. */
public final class ManagerSettings implements QuarkusTestResourceLifecycleManager {

    static final String API_TOKEN = "test-api-token-of-some-length";

    private HandshakeDoor door;
    private Path folder;

    @Override
    public Map<String, String> start() {
        folder = keysets();
        door = new HandshakeDoor();
        return Map.of(
                "rollcall.manager.api-token",
                API_TOKEN,
                "rollcall.manager.public-url",
                door.uri().toString(),
                "rollcall.manager.allow-insecure-endpoints",
                "true",
                "rollcall.manager.secrets-keyset",
                folder.resolve("secrets.json").toString(),
                "rollcall.access-keyset",
                folder.resolve("access.json").toString());
    }

    @Override
    public void stop() {
        if (door != null) {
            door.close();
            delete(folder);
        }
    }

    /** A folder with {@code secrets.json} and {@code access.json}. */
    static Path keysets() {
        try {
            var folder = Files.createTempDirectory("manager-keysets");
            KeysetFile.create(folder.resolve("secrets.json"));
            KeysetFile.create(folder.resolve("access.json"));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(Path folder) {
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
