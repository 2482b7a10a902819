package dev.rollcall.ingress;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BodyReaderTest {

    private static final int LIMIT = 40_000;

    private final Vertx vertx = Vertx.vertx();
    private final CompletableFuture<Body> read = new CompletableFuture<>();
    private HttpServer server;

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void readsABodyOfExactlyTheLimit() throws Exception {
        // Given
        serve(Duration.ofSeconds(10));

        // When
        try (var sender = send("Content-Length: " + LIMIT, "x".repeat(LIMIT))) {
            // Then
            assertThat(body())
                    .isInstanceOfSatisfying(
                            Body.Whole.class, whole -> assertThat(whole.bytes()).hasSize(LIMIT));
        }
    }

    @Test
    void refusesWhatIsAnnouncedTooLargeWithoutReadingIt() throws Exception {
        // Given
        serve(Duration.ofSeconds(10));

        // When
        try (var sender = send("Content-Length: " + (LIMIT + 1), "")) {
            // Then
            assertThat(body()).isEqualTo(new Body.Refused(Rejected.TOO_LARGE));
        }
    }

    @Test
    void refusesWhatTurnsOutTooLarge() throws Exception {
        // Given
        serve(Duration.ofSeconds(10));

        // When
        try (var sender =
                send("Transfer-Encoding: chunked", Integer.toHexString(LIMIT + 1) + "\r\n" + "x".repeat(LIMIT + 1))) {
            // Then
            assertThat(body()).isEqualTo(new Body.Refused(Rejected.TOO_LARGE));
        }
    }

    @Test
    void givesUpOnABodyThatTakesTooLong() throws Exception {
        // Given
        serve(Duration.ofMillis(50));

        // When
        try (var sender = send("Content-Length: 10", "half")) {
            // Then
            assertThat(body()).isEqualTo(new Body.Refused(Rejected.TOO_SLOW));
        }
    }

    @Test
    void givesUpOnABodyThatBreaksOff() throws Exception {
        // Given
        serve(Duration.ofSeconds(60));

        // When
        send("Content-Length: 10", "half").close();

        // Then
        assertThat(body()).isEqualTo(new Body.Refused(Rejected.TOO_SLOW));
    }

    private void serve(Duration within) {
        var reader = new BodyReader(vertx, LIMIT, within);
        server = vertx.createHttpServer()
                .requestHandler(request -> {
                    var length = request.getHeader("Content-Length");
                    reader.read(request, length == null ? -1 : Long.parseLong(length))
                            .onComplete(body -> read.complete(body.result()));
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private Socket send(String header, String body) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort());
        socket.getOutputStream()
                .write(("POST / HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n\r\n" + body)
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private Body body() throws Exception {
        return read.get(20, TimeUnit.SECONDS);
    }
}
