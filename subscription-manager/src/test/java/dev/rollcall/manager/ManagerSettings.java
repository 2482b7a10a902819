package dev.rollcall.manager;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import dev.rollcall.access.KeysetFile;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** What an operator sets, and in the ingress's place something that only answers the handshake. */
public final class ManagerSettings implements QuarkusTestResourceLifecycleManager {

    static final String API_TOKEN = "test-api-token-of-some-length";

    private HttpServer handshake;
    private Path folder;

    @Override
    public Map<String, String> start() {
        try {
            folder = Files.createTempDirectory("manager-keysets");
            KeysetFile.create(folder.resolve("secrets.json"));
            KeysetFile.create(folder.resolve("access.json"));
            handshake = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            handshake.createContext("/graph/", ManagerSettings::answer);
            handshake.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.of(
                "rollcall.manager.api-token",
                API_TOKEN,
                "rollcall.manager.public-url",
                "http://127.0.0.1:" + handshake.getAddress().getPort() + "/",
                "rollcall.manager.allow-insecure-endpoints",
                "true",
                "rollcall.manager.secrets-keyset",
                folder.resolve("secrets.json").toString(),
                "rollcall.access-keyset",
                folder.resolve("access.json").toString());
    }

    @Override
    public void stop() {
        if (handshake != null) {
            handshake.stop(0);
        }
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            var query = exchange.getRequestURI().getRawQuery();
            if (query == null || !query.startsWith("validationToken=")) {
                exchange.sendResponseHeaders(202, -1);
                return;
            }
            var token = URLDecoder.decode(query.substring("validationToken=".length()), StandardCharsets.UTF_8);
            var body = token.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
