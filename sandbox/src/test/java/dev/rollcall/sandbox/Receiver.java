package dev.rollcall.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** A webhook endpoint: answers handshakes, keeps what it gets. */
final class Receiver implements AutoCloseable {
    final List<String> handshakes = new CopyOnWriteArrayList<>();
    final List<JsonNode> posts = new CopyOnWriteArrayList<>();
    /** Statuses for the next deliveries; 202 when there are none left. */
    final LinkedBlockingQueue<Integer> statuses = new LinkedBlockingQueue<>();

    private final AtomicInteger held = new AtomicInteger();
    private final CountDownLatch closing = new CountDownLatch(1);

    volatile boolean echoes = true;
    volatile String handshakeType = "text/plain; charset=utf-8";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    Receiver() {
        try {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    /** The next delivery gets no answer. */
    void holdNext() {
        held.incrementAndGet();
    }

    /** All items of all posts, in the order they came. */
    List<JsonNode> items() {
        List<JsonNode> items = new ArrayList<>();
        posts.forEach(post -> post.path("value").forEach(items::add));
        return items;
    }

    private void handle(HttpExchange exchange) throws IOException {
        String query = exchange.getRequestURI().getQuery();
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (query != null && query.startsWith("validationToken=")) {
            handshakes.add(exchange.getRequestURI().getPath());
            // The URI class has undone %20 and %2B.
            String token = echoes ? query.substring("validationToken=".length()) : "something else";
            exchange.getResponseHeaders().add("Content-Type", handshakeType);
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(token.getBytes(StandardCharsets.UTF_8));
        } else if (held.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
            waitForTheEnd();
        } else {
            posts.add(Json.read(new String(body, StandardCharsets.UTF_8)));
            Integer status = statuses.poll();
            exchange.sendResponseHeaders(status == null ? 202 : status, -1);
        }
        exchange.close();
    }

    private void waitForTheEnd() {
        try {
            closing.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
