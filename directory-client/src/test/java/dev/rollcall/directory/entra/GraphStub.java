package dev.rollcall.directory.entra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * Answers over HTTP with the files under {@code graph/}, one a call, in the order they were named. They are typed from
 * Microsoft's pages and know nothing of our sandbox. Links lead back here instead of to graph.microsoft.com.
 */
final class GraphStub implements AutoCloseable {

    private static final String GRAPH = "https://graph.microsoft.com";

    private final LinkedBlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final List<String> asked = new ArrayList<>();
    private final HttpServer server;

    GraphStub() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    void willAnswer(String... fixtures) {
        answers.addAll(List.of(fixtures));
    }

    /** Method, path and query of each call. */
    List<String> asked() {
        synchronized (asked) {
            return List.copyOf(asked);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            synchronized (asked) {
                asked.add(exchange.getRequestMethod() + " "
                        + exchange.getRequestURI().toString());
            }
            exchange.getRequestBody().readAllBytes();
            var fixture = answers.poll();
            if (fixture == null) {
                exchange.sendResponseHeaders(418, -1);
                return;
            }
            // Head and body, as in HTTP itself.
            var parts = text(fixture).replace(GRAPH, uri().toString()).split("\n\n", 2);
            var head = parts[0].split("\n");
            for (int i = 1; i < head.length; i++) {
                var header = head[i].split(": ", 2);
                exchange.getResponseHeaders().add(header[0], header[1]);
            }
            var body = parts[1].getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(Integer.parseInt(head[0].split(" ")[1]), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static String text(String fixture) {
        try (var file = GraphStub.class.getResourceAsStream("/graph/" + fixture + ".http")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
