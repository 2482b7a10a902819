package dev.rollcall.usersync.telemetry;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import dev.rollcall.model.Cause;
import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.Mode;
import dev.rollcall.model.SubjectId;
import dev.rollcall.usersync.work.Lane;
import dev.rollcall.usersync.work.WorkRow;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.instrumentation.javahttpclient.JavaHttpClientTelemetry;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** One trace from the notification to the write. */
class TracesTest {

    private static final String ADAS = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String BOBS = "0af7651916cd43dd8448eb211c80319c";

    @RegisterExtension
    static final OpenTelemetryExtension TELEMETRY = OpenTelemetryExtension.create();

    private final Traces traces = new Traces(TELEMETRY.getOpenTelemetry());
    private final BlockingQueue<String> seenByZenQms = new LinkedBlockingQueue<>();
    private HttpServer zenQms;

    @BeforeEach
    void start() throws IOException {
        zenQms = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        zenQms.createContext("/", exchange -> {
            seenByZenQms.add(exchange.getRequestHeaders().getFirst("traceparent"));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        zenQms.start();
    }

    @AfterEach
    void stop() {
        zenQms.stop(0);
    }

    @Test
    void theWriteBelongsToTheTraceThatTheNotificationBegan() throws Exception {
        // Given
        var http =
                JavaHttpClientTelemetry.create(TELEMETRY.getOpenTelemetry()).newHttpClient(HttpClient.newHttpClient());
        var span = traces.reconciliation(row("ada", ADAS));

        // When
        try (var current = span.makeCurrent()) {
            http.send(
                    HttpRequest.newBuilder(URI.create(
                                    "http://127.0.0.1:" + zenQms.getAddress().getPort() + "/v2/users/1"))
                            .method("PATCH", HttpRequest.BodyPublishers.noBody())
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
        } finally {
            span.end();
        }

        // Then
        assertThat(TELEMETRY.getSpans()).extracting(SpanData::getName).containsExactly("PATCH", "reconcile");
        assertThat(TELEMETRY.getSpans()).extracting(SpanData::getTraceId).containsOnly(ADAS);
        assertThat(seenByZenQms.take()).contains(ADAS);
    }

    @Test
    void aLookAtSeveralIsLinkedWithTheTraceOfEach() {
        // When
        traces.look(List.of(row("ada", ADAS), row("bob", BOBS))).end();

        // Then
        assertThat(TELEMETRY.getSpans().getFirst().getLinks())
                .extracting(LinkData::getSpanContext)
                .extracting(context -> context.getTraceId())
                .containsExactly(ADAS, BOBS);
    }

    private static WorkRow row(String subject, String trace) {
        return new WorkRow(
                new IntegrationId("contoso"),
                new SubjectId(subject),
                Lane.APPLY,
                1,
                Cause.NOTIFICATION,
                Mode.APPLY,
                null,
                null,
                "00-" + trace + "-00f067aa0ba902b7-01",
                null,
                null,
                0,
                0,
                null,
                null,
                null,
                false,
                false,
                null,
                null);
    }
}
