package dev.rollcall.manager;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** In the ingress's place: answers the handshake, and takes whatever else is posted. */
final class HandshakeDoor implements AutoCloseable {

    private static final Pattern TENANT = Pattern.compile("\"tenantId\":\"([^\"]+)\"");
    private static final Pattern CLIENT_STATE = Pattern.compile("\"clientState\":\"([^\"]+)\"");

    private final HttpServer server;
    private final Map<String, List<String>> seen = new ConcurrentHashMap<>();
    private final AtomicInteger refusals = new AtomicInteger();

    HandshakeDoor() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/graph/", this::answer);
        server.createContext("/refuse", this::refuseNext);
        server.createContext("/seen/", this::tell);
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
            var posted = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (refusals.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                exchange.sendResponseHeaders(503, -1);
                return;
            }
            var query = exchange.getRequestURI().getRawQuery();
            if (query == null || !query.startsWith("validationToken=")) {
                remember(posted);
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

    private void remember(String posted) {
        var tenant = TENANT.matcher(posted);
        var clientState = CLIENT_STATE.matcher(posted);
        while (tenant.find() && clientState.find()) {
            seen.computeIfAbsent(tenant.group(1), t -> new CopyOnWriteArrayList<>())
                    .add(clientState.group(1));
        }
    }

    /** {@code GET /seen/{tenant}}: the client states that came, one a line. */
    private void tell(HttpExchange exchange) throws IOException {
        try (exchange) {
            var tenant = exchange.getRequestURI().getPath().substring("/seen/".length());
            var body = String.join("\n", seen.getOrDefault(tenant, List.of())).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
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
