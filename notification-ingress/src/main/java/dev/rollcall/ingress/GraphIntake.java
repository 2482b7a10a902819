package dev.rollcall.ingress;

import java.time.InstantSource;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;

/** The way of one POST: door, body, items, broker. It begins and ends on the event loop. */
@ApplicationScoped
class GraphIntake {

    /** A body up to this is read into items faster than another thread could take it over. */
    private static final int SMALL = 64 * 1024;

    private final Vertx vertx;
    private final SettingsFollower settings;
    private final Doors doors;
    private final InFlight inFlight;
    private final NoticePublisher publisher;
    private final BrokerHealth broker;
    private final InstantSource clock;
    private final Traces traces;
    private final BodyReader bodyReader;
    private final GraphPostReader postReader;
    private final ItemSorter sorter = new ItemSorter();

    GraphIntake(
            Vertx vertx,
            SettingsFollower settings,
            Doors doors,
            InFlight inFlight,
            NoticePublisher publisher,
            BrokerHealth broker,
            InstantSource clock,
            Traces traces,
            IngressConfig config) {
        this.vertx = vertx;
        this.settings = settings;
        this.doors = doors;
        this.inFlight = inFlight;
        this.publisher = publisher;
        this.broker = broker;
        this.clock = clock;
        this.traces = traces;
        this.bodyReader =
                new BodyReader(vertx, Math.toIntExact(config.maxBodySize().asLongValue()), config.bodyWithin());
        this.postReader = new GraphPostReader(config.maxNestingDepth(), config.maxItems());
    }

    Future<GraphAnswer> receive(String integrationKey, HttpServerRequest request) {
        if (!settings.settingsAreKnown()) {
            return refused(Rejected.NOT_READY);
        }
        var door = doors.find(integrationKey).orElse(null);
        // Both are answered as if all were well, so that nobody learns which keys exist, and without reading the body,
        // so that who knows no key takes up no room.
        if (door == null) {
            return taken(new GraphAnswer.Taken(null, Map.of(ItemOutcome.UNKNOWN_INTEGRATION, 1)));
        }
        if (!door.isOpen()) {
            return taken(new GraphAnswer.Taken(door.integrationId(), Map.of(ItemOutcome.CLOSED, 1)));
        }
        var contentLength = contentLength(request);
        var place = inFlight.enter(contentLength);
        if (place == null) {
            return refused(Rejected.BUSY);
        }
        var traceparent = request.getHeader("traceparent");
        return bodyReader
                .read(request, contentLength)
                .compose(body -> switch (body) {
                    case Body.Whole(var bytes) -> take(door, bytes, traceparent);
                    case Body.Refused(var why) -> refused(why);
                })
                .onComplete(answer -> place.close());
    }

    /**
     * What is small is done at once, as long as the broker answers: then appending does not block. Otherwise a worker does it,
     * and handshakes and quick refusals go on meanwhile.
     */
    private Future<GraphAnswer> take(Door door, byte[] bytes, String traceparent) {
        return bytes.length <= SMALL && broker.answers()
                ? takeNow(door, bytes, traceparent)
                : vertx.executeBlocking(() -> takeNow(door, bytes, traceparent), false)
                        .compose(answer -> answer);
    }

    private Future<GraphAnswer> takeNow(Door door, byte[] bytes, String traceparent) {
        return switch (postReader.read(bytes)) {
            case GraphPost.Refused(var why) -> refused(why);
            case GraphPost.Items(var items) -> {
                var span = traces.post(door.integrationId(), traceparent);
                yield append(door, sorter.sort(door, items, traces.traceparent(span), clock.instant()))
                        .onComplete(answer -> span.end());
            }
        };
    }

    /** The counts come with the acknowledgement only: a POST that is sent again would be counted twice. */
    private Future<GraphAnswer> append(Door door, SortedPost post) {
        // From the producer's thread back to where the request is.
        return Future.fromCompletionStage(publisher.append(post.messages()), vertx.getOrCreateContext())
                .map(appended -> appended
                        ? new GraphAnswer.Taken(door.integrationId(), post.items())
                        : new GraphAnswer.Refused(Rejected.NOT_APPENDED));
    }

    private static Future<GraphAnswer> taken(GraphAnswer.Taken answer) {
        return Future.succeededFuture(answer);
    }

    private static Future<GraphAnswer> refused(Rejected why) {
        return Future.succeededFuture(new GraphAnswer.Refused(why));
    }

    /** The server has checked it; negative for a body in chunks, which has none. */
    private static long contentLength(HttpServerRequest request) {
        var length = request.getHeader("Content-Length");
        return length == null ? -1 : Long.parseLong(length.strip());
    }
}
