package dev.rollcall.endtoend;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Calls Rollcall from outside and keeps every answer. */
final class Wire implements AutoCloseable {

    /** @param to what was called, ids taken out; ends with the status where that is an error */
    record Answer(String to, int status, String text) {
        boolean isError() {
            return status >= 400;
        }
    }

    private final WholeStack stack;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<Answer> answers = new CopyOnWriteArrayList<>();

    /** @param stack what is called: what became of it is told when it does not answer */
    Wire(WholeStack stack) {
        this.stack = stack;
    }

    /** @param headers names and values in turn */
    HttpResponse<String> send(String method, URI uri, String body, String... headers) {
        var request = HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            var response = http.send(request.build(), BodyHandlers.ofString());
            answers.add(new Answer(
                    method + " " + withoutIds(uri.getPath()),
                    response.statusCode(),
                    response.headers().map() + "\n" + response.body()));
            return response;
        } catch (IOException e) {
            throw new AssertionError(method + " " + uri + " has no answer (" + e + "). " + stack.whatBecameOf(uri), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    List<Answer> answers() {
        return List.copyOf(answers);
    }

    private static String withoutIds(String path) {
        return path.replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "{id}")
                .replaceAll("/graph/[^/]+/", "/graph/{key}/");
    }

    @Override
    public void close() {
        http.close();
    }
}
