package dev.rollcall.manager;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** In the ingress's place: answers the handshake, and takes whatever else is posted. */
final class HandshakeDoor implements AutoCloseable {

    private final HttpServer server;
    private final AtomicInteger refusals = new AtomicInteger();

    HandshakeDoor() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/graph/", this::answer);
        server.createContext("/refuse", this::refuseNext);
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            if (refusals.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                exchange.sendResponseHeaders(503, -1);
                return;
            }
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

    /** {@code POST /refuse?3}: the application under test may have loaded this class in another place than the test. */
    private void refuseNext(HttpExchange exchange) throws IOException {
        try (exchange) {
            refusals.set(Integer.parseInt(exchange.getRequestURI().getRawQuery()));
            exchange.sendResponseHeaders(204, -1);
        }
    }
}
