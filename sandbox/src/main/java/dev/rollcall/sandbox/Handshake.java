package dev.rollcall.sandbox;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;

/**
 * Graph's proof that a URL wants notifications: each must return the decoded token as plain text in time.
 *
 * @see <a href="https://learn.microsoft.com/graph/change-notifications-delivery-webhooks#notificationurl-validation">notificationUrl validation</a>
 */
final class Handshake {
    private final WebClient http;
    private final Duration patience;

    Handshake(WebClient http, Duration patience) {
        this.http = http;
        this.patience = patience;
    }

    /** Nothing if both URLs answered well, else what Graph would say. */
    Future<Optional<String>> with(Subscriptions.Subscription wanted) {
        return validate(wanted.notificationUrl())
                .compose(failure -> failure.isPresent() || wanted.lifecycleUrl() == null
                        ? Future.succeededFuture(failure)
                        : validate(wanted.lifecycleUrl()));
    }

    private Future<Optional<String>> validate(String url) {
        // Real tokens hold spaces and colons; the plus sign catches a receiver that decodes it once too often.
        String token = "Validation: Testing client application reachability for subscription Request-Id: "
                + UUID.randomUUID() + " a+b";
        try {
            return http.postAbs(url)
                    .addQueryParam("validationToken", token)
                    .timeout(patience.toMillis())
                    .putHeader("Content-Type", "text/plain; charset=utf-8")
                    .send()
                    .map(answer -> judge(answer, token))
                    .otherwise(Optional.of("Subscription validation request timed out."));
        } catch (RuntimeException e) {
            return Future.succeededFuture(
                    Optional.of("Subscription validation request failed. Invalid notification URL."));
        }
    }

    private static Optional<String> judge(HttpResponse<Buffer> answer, String token) {
        String type = answer.getHeader("Content-Type");
        boolean plain = type != null && type.startsWith("text/plain");
        if (answer.statusCode() == 200 && plain && token.equals(answer.bodyAsString())) {
            return Optional.empty();
        }
        return Optional.of("Subscription validation request failed. Notification endpoint must respond with 200 OK to"
                + " validation request. HTTP status code is '" + answer.statusCode() + "'.");
    }
}
