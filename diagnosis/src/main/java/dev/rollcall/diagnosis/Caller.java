package dev.rollcall.diagnosis;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Calls, and keeps what came of it. Follows no redirects: a secret goes to the host it was given for. */
final class Caller {

    /** More of an answer is not read. */
    static final int MOST_BYTES = 4 << 20;

    /** One call can't take longer than this, body and all. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    /**
     * A call and what came of it.
     *
     * @param label method and path without anything secret, and what it was for
     */
    record Exchange(String label, Seen seen) {}

    private final HttpClient http;
    private final Function<URI, Optional<String>> refusal;
    private final Deadline deadline;
    private final List<Exchange> exchanges = new ArrayList<>();

    /** @param refusal why nothing may be sent to an address; asked before each call */
    Caller(HttpClient http, Function<URI, Optional<String>> refusal, Deadline deadline) {
        this.http = http;
        this.refusal = refusal;
        this.deadline = deadline;
    }

    synchronized List<Exchange> exchanges() {
        return List.copyOf(exchanges);
    }

    Deadline deadline() {
        return deadline;
    }

    Seen get(String label, URI uri, Map<String, String> headers) {
        return call(label, "GET", uri, headers, null, PATIENCE);
    }

    Seen post(String label, URI uri, Map<String, String> headers, byte[] body) {
        return call(label, "POST", uri, headers, body, PATIENCE);
    }

    /** @param body null for none */
    Seen call(String label, String method, URI uri, Map<String, String> headers, byte[] body, Duration patience) {
        var seen = refusal.apply(base(uri))
                .<Seen>map(sentence -> new Seen.Nothing(Seen.Why.FORBIDDEN, sentence, null))
                .orElseGet(() -> send(method, uri, headers, body, deadline.left(patience)));
        synchronized (this) {
            exchanges.add(new Exchange(label, seen));
        }
        return seen;
    }

    /** An address is judged by its host; a query is ours. */
    private static URI base(URI uri) {
        return URI.create(uri.getScheme() + "://" + uri.getRawAuthority() + "/");
    }

    private Seen send(String method, URI uri, Map<String, String> headers, byte[] body, Duration patience) {
        if (patience.isZero()) {
            return timeUp();
        }
        var request = HttpRequest.newBuilder(uri).timeout(patience);
        request.header("Accept", "application/json");
        headers.forEach(request::setHeader);
        request.method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        // The request's own timeout ends with the headers; a body that trickles must end too.
        return within(patience, () -> answer(request.build()), shown(uri));
    }

    private static String shown(URI uri) {
        return uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    }

    private Seen.Answer answer(HttpRequest request) throws IOException, InterruptedException {
        var began = System.nanoTime();
        var response = http.send(request, BodyHandlers.ofInputStream());
        try (var in = response.body()) {
            var bytes = in.readNBytes(MOST_BYTES);
            return new Seen.Answer(
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").orElse(""),
                    response.headers().firstValue("Location").map(Caller::host).orElse(null),
                    bytes,
                    Duration.ofNanos(System.nanoTime() - began));
        }
    }

    private static String host(String location) {
        try {
            var host = URI.create(location).getHost();
            return host == null ? "another path" : host;
        } catch (IllegalArgumentException e) {
            return "an unreadable address";
        }
    }

    static Seen within(Duration patience, Callable<? extends Seen> call, String host) {
        var task = new FutureTask<Seen>(call::call);
        Thread.ofVirtual().name("connection-test-call").start(task);
        try {
            return task.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | CancellationException e) {
            task.cancel(true);
            return Unreached.timeout(host, patience);
        } catch (ExecutionException e) {
            return Unreached.of(host, e.getCause());
        } catch (InterruptedException e) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            return timeUp();
        }
    }

    private static Seen.Nothing timeUp() {
        return new Seen.Nothing(Seen.Why.TIME_UP, "The time for this test was up.", "Run the test again.");
    }
}
