package dev.rollcall.diagnosis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** Answers as it is told, by method and path; keeps what was asked. Knows nothing of the sandbox. */
final class Stub implements AutoCloseable {

    record Reply(int status, String contentType, String body, Map<String, String> headers) {}

    private final HttpServer server;
    private final Map<String, Reply> replies = new ConcurrentHashMap<>();
    private final List<String> asked = new ArrayList<>();

    Stub() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** @param call such as {@code GET /v1.0/users} */
    Stub on(String call, int status, String body) {
        replies.put(call, new Reply(status, body.startsWith("<") ? "text/html" : "application/json", body, Map.of()));
        return this;
    }

    Stub redirecting(String call, String location) {
        replies.put(call, new Reply(302, "text/html", "", Map.of("Location", location)));
        return this;
    }

    /** Method, path and authorization of each call. */
    List<String> asked() {
        synchronized (asked) {
            return List.copyOf(asked);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var call =
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            synchronized (asked) {
                asked.add(call + " " + exchange.getRequestHeaders().getOrDefault("Authorization", List.of()) + " "
                        + body);
            }
            var reply = replies.getOrDefault(call, new Reply(404, "application/json", "{}", Map.of()));
            var bytes = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", reply.contentType());
            reply.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
