package dev.rollcall.ingress;

import java.io.InputStream;
import java.time.InstantSource;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

/** The way of one POST: door, body, items, broker. */
@ApplicationScoped
class GraphIntake {

    private final SettingsFollower settings;
    private final Doors doors;
    private final InFlight inFlight;
    private final NoticePublisher publisher;
    private final InstantSource clock;
    private final Traces traces;
    private final BodyReader bodyReader;
    private final GraphPostReader postReader;
    private final ItemSorter sorter = new ItemSorter();

    GraphIntake(
            SettingsFollower settings,
            Doors doors,
            InFlight inFlight,
            NoticePublisher publisher,
            InstantSource clock,
            Traces traces,
            IngressConfig config) {
        this.settings = settings;
        this.doors = doors;
        this.inFlight = inFlight;
        this.publisher = publisher;
        this.clock = clock;
        this.traces = traces;
        this.bodyReader = new BodyReader(Math.toIntExact(config.maxBodySize().asLongValue()), config.bodyWithin());
        this.postReader = new GraphPostReader(config.maxNestingDepth(), config.maxItems());
    }

    /**
     * @param contentLength as announced, negative when it wasn't
     * @param traceparent the request's header, unchecked; null without one
     */
    GraphAnswer receive(String integrationKey, long contentLength, String traceparent, InputStream body) {
        if (!settings.settingsAreKnown()) {
            return new GraphAnswer.Refused(Rejected.NOT_READY);
        }
        var door = doors.find(integrationKey).orElse(null);
        // Both are answered as if all were well, so that nobody learns which keys exist, and without reading the body,
        // so that who knows no key takes up no room.
        if (door == null) {
            return new GraphAnswer.Taken(null, Map.of(ItemOutcome.UNKNOWN_INTEGRATION, 1));
        }
        if (!door.isOpen()) {
            return new GraphAnswer.Taken(door.integrationId(), Map.of(ItemOutcome.CLOSED, 1));
        }
        try (var place = inFlight.enter(contentLength)) {
            return place == null
                    ? new GraphAnswer.Refused(Rejected.BUSY)
                    : switch (bodyReader.read(body, contentLength)) {
                        case Body.Whole(var bytes) -> take(door, bytes, traceparent);
                        case Body.Refused(var why) -> new GraphAnswer.Refused(why);
                    };
        }
    }

    private GraphAnswer take(Door door, byte[] bytes, String traceparent) {
        return switch (postReader.read(bytes)) {
            case GraphPost.Refused(var why) -> new GraphAnswer.Refused(why);
            case GraphPost.Items(var items) -> {
                var span = traces.post(door.integrationId(), traceparent);
                try {
                    yield append(door, sorter.sort(door, items, traces.traceparent(span), clock.instant()));
                } finally {
                    span.end();
                }
            }
        };
    }

    /** The counts come with the acknowledgement only: a POST that is sent again would be counted twice. */
    private GraphAnswer append(Door door, SortedPost post) {
        return publisher.append(post.messages())
                ? new GraphAnswer.Taken(door.integrationId(), post.items())
                : new GraphAnswer.Refused(Rejected.NOT_APPENDED);
    }
}
