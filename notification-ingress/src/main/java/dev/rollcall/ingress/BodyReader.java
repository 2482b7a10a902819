package dev.rollcall.ingress;

import java.time.Duration;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/** Gathers a body, but neither more than allowed nor for longer. What comes after a refusal is thrown away. */
final class BodyReader {

    private static final long MILLIS_AT_LEAST = 1;

    private final Vertx vertx;
    private final int maxBytes;
    private final Duration within;

    BodyReader(Vertx vertx, int maxBytes, Duration within) {
        this.vertx = vertx;
        this.maxBytes = maxBytes;
        this.within = within;
    }

    /**
     * Never fails: a body that breaks off is one that did not arrive in time.
     *
     * @param contentLength as announced, negative when it wasn't
     */
    Future<Body> read(HttpServerRequest request, long contentLength) {
        if (contentLength > maxBytes) {
            return Future.succeededFuture(new Body.Refused(Rejected.TOO_LARGE));
        }
        Promise<Body> body = Promise.promise();
        var bytes = Buffer.buffer(Math.max(1024, (int) contentLength));
        var timer = vertx.setTimer(
                Math.max(MILLIS_AT_LEAST, within.toMillis()),
                id -> body.tryComplete(new Body.Refused(Rejected.TOO_SLOW)));
        request.handler(chunk -> {
            // Once refused, nothing is kept any more.
            if (!body.future().isComplete()) {
                bytes.appendBuffer(chunk);
                if (bytes.length() > maxBytes) {
                    body.tryComplete(new Body.Refused(Rejected.TOO_LARGE));
                }
            }
        });
        request.exceptionHandler(broken -> body.tryComplete(new Body.Refused(Rejected.TOO_SLOW)));
        request.endHandler(end -> body.tryComplete(new Body.Whole(bytes.getBytes())));
        request.resume();
        return body.future().onComplete(read -> vertx.cancelTimer(timer));
    }
}
