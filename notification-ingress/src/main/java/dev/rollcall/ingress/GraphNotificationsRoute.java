package dev.rollcall.ingress;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * Where Graph sends its change notifications and lifecycle notifications. Both paths take both kinds: an administrator
 * may have given Graph one address for the two.
 *
 * <p>A plain route: the body is gathered on the event loop, where a stream that a worker thread reads from would cost more
 * than all the rest.
 *
 * @see <a href="https://learn.microsoft.com/graph/change-notifications-delivery-webhooks">Receive change notifications
 *     through webhooks</a>
 */
@ApplicationScoped
class GraphNotificationsRoute {

    private static final String PATHS = "/graph/([A-Za-z0-9_-]{22,128})/(?:notifications|lifecycle)";

    private static final long LINGER_MILLIS = 500;

    private final GraphIntake intake;
    private final IngressMetrics metrics;
    private final DropLog dropLog;

    GraphNotificationsRoute(GraphIntake intake, IngressMetrics metrics, DropLog dropLog) {
        this.intake = intake;
        this.metrics = metrics;
        this.dropLog = dropLog;
    }

    void mount(@Observes Router router) {
        router.postWithRegex(PATHS)
                .handler(this::receive)
                // The usual handler would log the address, which holds the integration key.
                .failureHandler(http -> refuse(http, metrics.started(), Rejected.NOT_APPENDED));
    }

    private void receive(RoutingContext http) {
        var sample = metrics.started();
        String token;
        try {
            token = http.request().getParam("validationToken");
        } catch (IllegalArgumentException e) {
            // The query can't be decoded.
            refuse(http, sample, Rejected.TOKEN_REFUSED);
            return;
        }
        if (token != null) {
            handshake(http, sample, new ValidationToken(token));
            return;
        }
        intake.receive(http.pathParam("param0"), http.request())
                .onComplete(answer -> answer(
                        http,
                        sample,
                        // Whatever it was, nothing is known to be stored.
                        answer.succeeded() ? answer.result() : new GraphAnswer.Refused(Rejected.NOT_APPENDED)));
    }

    /** Graph asks while the subscription is being made, so before anyone could have told us of it. */
    private void handshake(RoutingContext http, Timer.Sample sample, ValidationToken token) {
        metrics.handshake(token.mayBeEchoed());
        if (token.mayBeEchoed()) {
            text(http, sample, 200, token.value());
        } else {
            refuse(http, sample, Rejected.TOKEN_REFUSED);
        }
    }

    private void answer(RoutingContext http, Timer.Sample sample, GraphAnswer answer) {
        switch (answer) {
            case GraphAnswer.Taken taken -> accept(http, sample, taken);
            case GraphAnswer.Refused(var why) -> refuse(http, sample, why);
        }
    }

    private void accept(RoutingContext http, Timer.Sample sample, GraphAnswer.Taken taken) {
        metrics.items(taken.items());
        taken.items().forEach((outcome, count) -> {
            switch (outcome) {
                case ACCEPTED, VALIDATION -> {}
                case UNKNOWN_INTEGRATION, WRONG_CLIENT_STATE, DEAD_LETTER, CLOSED ->
                    dropLog.dropped(outcome, taken.integrationId(), count);
            }
        });
        metrics.answered(sample, 202);
        http.response().setStatusCode(202).end();
    }

    private void refuse(RoutingContext http, Timer.Sample sample, Rejected why) {
        if (why.isWorthRetrying()) {
            http.response().putHeader(HttpHeaders.RETRY_AFTER, "1");
        }
        if (why.leavesBodyUnread()) {
            http.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        var written = text(http, sample, why.status(), why.sentence());
        if (why.leavesBodyUnread()) {
            // The rest may still be arriving: closed at once, the answer could get lost with it.
            written.onComplete(done -> http.vertx()
                    .setTimer(LINGER_MILLIS, id -> http.request().connection().close()));
        }
    }

    private Future<Void> text(RoutingContext http, Timer.Sample sample, int status, String sentence) {
        metrics.answered(sample, status);
        return http.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain;charset=utf-8")
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(sentence);
    }
}
