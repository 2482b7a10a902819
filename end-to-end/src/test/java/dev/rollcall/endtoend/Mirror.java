package dev.rollcall.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * Between Rollcall and the vendors. Calls are passed on; on demand they are answered in the vendor's place with everything
 * that was sent, as careless servers and proxies do in their error pages.
 */
final class Mirror implements AutoCloseable {

    private static final Set<String> OF_THE_CONNECTION =
            Set.of("host", "content-length", "connection", "expect", "upgrade", "http2-settings", "transfer-encoding");
    private static final Pattern BEARER = Pattern.compile("Bearer (\\S+)");

    private record Echo(String method, String path, int status, boolean html) {}

    private final URI behind;
    private final HttpServer server;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<Echo> planned = new CopyOnWriteArrayList<>();
    private final Set<String> directoryTokens = ConcurrentHashMap.newKeySet();
    private final List<String> subscriptions = new CopyOnWriteArrayList<>();

    Mirror(URI behind) {
        this.behind = behind;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The next such call is answered with this status and, as JSON or as a page, with what it sent. */
    void echoNext(String method, String path, int status) {
        planned.add(new Echo(method, path, status, false));
    }

    void echoNextAsPage(String method, String path, int status) {
        planned.add(new Echo(method, path, status, true));
    }

    /** Whether every planned echo was given. */
    boolean isSpent() {
        return planned.isEmpty();
    }

    /** Each token that was shown to Graph. */
    Set<String> directoryTokens() {
        return Set.copyOf(directoryTokens);
    }

    /** The bodies of requests for a subscription: they hold the door's address and the client state. */
    List<String> subscriptions() {
        return List.copyOf(subscriptions);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            remember(exchange, new String(body, StandardCharsets.UTF_8));
            var echo = planned.stream()
                    .filter(one -> one.method.equals(exchange.getRequestMethod())
                            && exchange.getRequestURI().getPath().matches(one.path))
                    .findFirst();
            if (echo.isPresent() && planned.remove(echo.get())) {
                answer(exchange, echo.get(), new String(body, StandardCharsets.UTF_8));
            } else {
                passOn(exchange, body);
            }
        }
    }

    private void remember(HttpExchange exchange, String body) {
        var path = exchange.getRequestURI().getPath();
        if (path.startsWith("/v1.0/")) {
            Matcher bearer =
                    BEARER.matcher(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            if (bearer.matches()) {
                directoryTokens.add(bearer.group(1));
            }
        }
        if (path.equals("/v1.0/subscriptions") && exchange.getRequestMethod().equals("POST")) {
            subscriptions.add(body);
        }
    }

    private static void answer(HttpExchange exchange, Echo echo, String body) throws IOException {
        var everything = exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + exchange.getRequestHeaders().entrySet() + " " + body;
        var text = echo.html
                ? "<!doctype html><html><body><h1>Error</h1><pre>" + everything + "</pre></body></html>"
                : json(exchange.getRequestURI().getPath(), everything);
        exchange.getResponseHeaders().set("Content-Type", echo.html ? "text/html" : "application/json");
        exchange.getResponseHeaders().set("X-Echo", everything.replaceAll("[^ -~]+", " "));
        send(exchange, echo.status, text.getBytes(StandardCharsets.UTF_8));
    }

    /** In each vendor's shape of an error, everything in each of its texts. */
    private static String json(String path, String everything) {
        var error = JsonNodeFactory.instance.objectNode();
        if (path.endsWith("/token")) {
            error.put("error", everything).put("error_description", "AADSTS7000215: " + everything);
        } else {
            error.putObject("error").put("code", everything).put("message", everything);
        }
        error.put("message", everything).put("title", everything).put("detail", everything);
        error.putArray("errors").addObject().put("message", everything);
        return error.toString();
    }

    private void passOn(HttpExchange exchange, byte[] body) throws IOException {
        var request = HttpRequest.newBuilder(
                        behind.resolve(exchange.getRequestURI().toString()))
                .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        HttpResponse<String> answer;
        try {
            answer = http.send(request.build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
        answer.headers().map().forEach((name, values) -> {
            if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> exchange.getResponseHeaders().add(name, value));
            }
        });
        // Links to the next page lead through the mirror again.
        var text = answer.body().replace(behind.toString(), uri().toString());
        send(exchange, answer.statusCode(), text.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        http.close();
    }
}
