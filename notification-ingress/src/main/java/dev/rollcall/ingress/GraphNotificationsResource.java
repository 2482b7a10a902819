package dev.rollcall.ingress;

import java.io.InputStream;
import java.util.function.Supplier;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import io.smallrye.common.annotation.Blocking;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/**
 * Where Graph sends its change notifications and lifecycle notifications. Both paths take both kinds: an administrator
 * may have given Graph one address for the two.
 *
 * @see <a href="https://learn.microsoft.com/graph/change-notifications-delivery-webhooks">Receive change notifications
 *     through webhooks</a>
 */
@Path("/graph/{integrationKey: [A-Za-z0-9_-]{22,128}}")
@Consumes(MediaType.WILDCARD)
@Blocking
class GraphNotificationsResource {

    private static final MediaType TEXT = MediaType.TEXT_PLAIN_TYPE.withCharset("utf-8");

    private final GraphIntake intake;
    private final IngressMetrics metrics;
    private final DropLog dropLog;

    GraphNotificationsResource(GraphIntake intake, IngressMetrics metrics, DropLog dropLog) {
        this.intake = intake;
        this.metrics = metrics;
        this.dropLog = dropLog;
    }

    /** Changes of people and groups. */
    @POST
    @Path("/notifications")
    public Response notifications(
            @RestPath String integrationKey,
            @RestQuery String validationToken,
            @RestHeader("Content-Length") String contentLength,
            @RestHeader("traceparent") String traceparent,
            InputStream body) {
        return metered(() -> validationToken == null
                ? answer(intake.receive(integrationKey, length(contentLength), traceparent, body))
                : handshake(new ValidationToken(validationToken)));
    }

    /** What Graph says about the subscriptions themselves. */
    @POST
    @Path("/lifecycle")
    public Response lifecycle(
            @RestPath String integrationKey,
            @RestQuery String validationToken,
            @RestHeader("Content-Length") String contentLength,
            @RestHeader("traceparent") String traceparent,
            InputStream body) {
        return notifications(integrationKey, validationToken, contentLength, traceparent, body);
    }

    private Response metered(Supplier<Response> work) {
        var sample = metrics.started();
        var response = work.get();
        metrics.answered(sample, response.getStatus());
        return response;
    }

    /** Graph asks while the subscription is being made, so before anyone could have told us of it. */
    private Response handshake(ValidationToken token) {
        metrics.handshake(token.mayBeEchoed());
        return token.mayBeEchoed() ? text(Response.ok(token.value())).build() : refuse(Rejected.TOKEN_REFUSED);
    }

    private Response answer(GraphAnswer answer) {
        return switch (answer) {
            case GraphAnswer.Taken taken -> accept(taken);
            case GraphAnswer.Refused(var why) -> refuse(why);
        };
    }

    private Response accept(GraphAnswer.Taken taken) {
        metrics.items(taken.items());
        taken.items().forEach((outcome, count) -> {
            switch (outcome) {
                case ACCEPTED, VALIDATION -> {}
                case UNKNOWN_INTEGRATION, WRONG_CLIENT_STATE, DEAD_LETTER, CLOSED ->
                    dropLog.dropped(outcome, taken.integrationId(), count);
            }
        });
        return Response.accepted().build();
    }

    private static Response refuse(Rejected why) {
        var response = text(Response.status(why.status()).entity(why.sentence()));
        if (why.isWorthRetrying()) {
            response.header(HttpHeaders.RETRY_AFTER, 1);
        }
        if (why.leavesBodyUnread()) {
            response.header("Connection", "close");
        }
        return response.build();
    }

    private static Response.ResponseBuilder text(Response.ResponseBuilder response) {
        return response.type(TEXT).header("X-Content-Type-Options", "nosniff").header("Cache-Control", "no-store");
    }

    /** The server has checked it; a body in chunks has none. */
    private static long length(String contentLength) {
        return contentLength == null ? -1 : Long.parseLong(contentLength.trim());
    }
}
