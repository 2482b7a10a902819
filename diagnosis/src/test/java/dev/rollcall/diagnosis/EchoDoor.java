package dev.rollcall.diagnosis;

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

/** Answers the handshake as the ingress does. */
final class EchoDoor implements AutoCloseable {

    private final HttpServer server;
    private final AtomicInteger handshakes = new AtomicInteger();

    EchoDoor() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/graph/", this::answer);
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    URI notifications() {
        return URI.create(uri() + "/graph/key/notifications");
    }

    int handshakes() {
        return handshakes.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var query = exchange.getRequestURI().getRawQuery();
            var token = URLDecoder.decode(query.substring("validationToken=".length()), StandardCharsets.UTF_8);
            var body = token.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain;charset=utf-8");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            handshakes.incrementAndGet();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
