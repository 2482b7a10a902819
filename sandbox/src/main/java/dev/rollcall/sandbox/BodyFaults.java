package dev.rollcall.sandbox;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** Answers whose bytes don't come as they should. */
final class BodyFaults {
    private static final int PIECES = 50;
    private static final String PAGE =
            "<!doctype html><html><head><title>Sign in</title></head><body><h1>Sign in to continue</h1></body></html>";

    private final Vertx vertx;

    BodyFaults(Vertx vertx) {
        this.vertx = vertx;
    }

    void html(RoutingContext context) {
        context.response().putHeader("Content-Type", "text/html; charset=utf-8").end(PAGE);
    }

    /** Promises the whole length and ends half-way. */
    void truncated(RoutingContext context, Answer answer) {
        Buffer body = begun(context, answer);
        if (body != null) {
            context.response()
                    .write(body.slice(0, body.length() / 2))
                    .onComplete(written -> context.request().connection().close());
        }
    }

    void halfJson(RoutingContext context, Answer answer) {
        HttpServerResponse response = context.response();
        if (answer.body() == null || response.closed()) {
            answer.send(response);
            return;
        }
        Buffer body = answer.begin(response);
        response.end(body.slice(0, body.length() / 2));
    }

    void trickle(RoutingContext context, Answer answer, Duration over) {
        Buffer body = begun(context, answer);
        if (body == null) {
            return;
        }
        int pieces = Math.min(PIECES, body.length());
        var sent = new AtomicInteger();
        vertx.setPeriodic(Math.max(1, over.toMillis() / pieces), timer -> {
            HttpServerResponse response = context.response();
            int piece = sent.getAndIncrement();
            if (response.closed() || response.ended()) {
                vertx.cancelTimer(timer);
                return;
            }
            Buffer bytes = body.slice(body.length() * piece / pieces, body.length() * (piece + 1) / pieces);
            if (piece == pieces - 1) {
                vertx.cancelTimer(timer);
                response.end(bytes);
            } else {
                response.write(bytes);
            }
        });
    }

    /** The body, with the head set and its whole length promised; null if there is none and all has been said. */
    private static Buffer begun(RoutingContext context, Answer answer) {
        HttpServerResponse response = context.response();
        if (answer.body() == null || response.closed()) {
            answer.send(response);
            return null;
        }
        Buffer body = answer.begin(response);
        response.putHeader("Content-Length", Integer.toString(body.length()));
        return body;
    }
}
