package dev.rollcall.diagnosis;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.core.JsonProcessingException;

/**
 * Calls the notification address as Graph does, and has Graph call it where that can't disturb anybody.
 *
 * @see <a href="https://learn.microsoft.com/graph/api/subscription-post-subscriptions">create subscription</a>
 */
final class DoorChecks {

    /** Graph's own patience. */
    private static final Duration HANDSHAKE = Duration.ofSeconds(10);

    /** Handshakes of both URLs run inside this call. */
    private static final Duration SUBSCRIBE = Duration.ofSeconds(30);

    /** Should ending it fail: Graph raises anything below 45 minutes to that. */
    private static final Duration TRIAL_LIFE = Duration.ofHours(1);

    private final DoorTarget door;

    DoorChecks(DoorTarget door) {
        this.door = door;
    }

    /** @param caller without restrictions: the address is the operator's own */
    Check ownCall(Caller caller) {
        // As Graph's own: spaces and colons; the plus sign catches a proxy that decodes it once too often.
        var token = "Validation: Rollcall asks whether it can reach itself. Request-Id: " + UUID.randomUUID() + " a+b";
        var uri = URI.create(
                door.notifications() + "?validationToken=" + URLEncoder.encode(token, StandardCharsets.UTF_8));
        var seen = caller.call(
                "POST notification address, handshake",
                "POST",
                uri,
                Map.of("Content-Type", "text/plain; charset=utf-8", "Accept", "*/*"),
                null,
                HANDSHAKE);
        return DoorFindings.ownCall(door, token, seen);
    }

    /** @param token Graph took it in this very test */
    Check handshake(Caller caller, URI graphUrl, String token) {
        return switch (door.proof()) {
            case DoorTarget.Proof.None(var why) -> Check.notChecked(Topic.HANDSHAKE, why);
            case DoorTarget.Proof.Subscriptions(var ids) ->
                DoorFindings.bySubscriptions(door, ids, ids.isEmpty() ? null : subscriptions(caller, graphUrl, token));
            case DoorTarget.Proof.Trial() -> trial(caller, graphUrl, token);
        };
    }

    private static Seen subscriptions(Caller caller, URI graphUrl, String token) {
        return caller.get(
                "GET /subscriptions", DirectoryChecks.graph(graphUrl, "subscriptions"), DirectoryChecks.bearer(token));
    }

    /** Graph shows an app all its own subscriptions, so whether one is in the way is known before. */
    private Check trial(Caller caller, URI graphUrl, String token) {
        var holds = DoorFindings.holdsAny(subscriptions(caller, graphUrl, token));
        if (holds == null) {
            return Check.notChecked(Topic.HANDSHAKE, "Microsoft's list of subscriptions could not be read.");
        }
        if (holds) {
            return DoorFindings.taken();
        }
        var seen = caller.call(
                "POST /subscriptions, a trial",
                "POST",
                DirectoryChecks.graph(graphUrl, "subscriptions"),
                Map.of("Authorization", "Bearer " + token, "Content-Type", "application/json"),
                wanted(),
                SUBSCRIBE);
        var check = DoorFindings.trial(seen);
        return seen instanceof Seen.Answer answer && answer.status() == 201
                ? ended(caller, graphUrl, token, answer, check)
                : check;
    }

    private static Check ended(Caller caller, URI graphUrl, String token, Seen.Answer made, Check check) {
        var id = made.json() == null ? "" : made.json().path("id").asText("");
        if (id.matches("[0-9A-Za-z-]{1,64}")) {
            for (int attempt = 0; attempt < 2; attempt++) {
                var seen = caller.call(
                        "DELETE /subscriptions/{id}, the trial",
                        "DELETE",
                        DirectoryChecks.graph(graphUrl, "subscriptions/" + id),
                        DirectoryChecks.bearer(token),
                        null,
                        Caller.PATIENCE);
                if (seen instanceof Seen.Answer a && (a.status() == 204 || a.status() == 404)) {
                    return check;
                }
            }
        }
        return Check.ok(
                Topic.HANDSHAKE,
                "Microsoft called the address and got its answer. The trial subscription could not be ended: it ends by"
                        + " itself within an hour, and an activation replaces it.");
    }

    private byte[] wanted() {
        var body = Seen.JSON
                .createObjectNode()
                .put("changeType", "updated,deleted")
                .put("resource", "users")
                .put("notificationUrl", door.notifications().toString())
                .put("lifecycleNotificationUrl", door.lifecycle().toString())
                // Nobody knows it, so whatever is announced meanwhile is a stranger's at the ingress.
                .put("clientState", UUID.randomUUID().toString())
                .put(
                        "expirationDateTime",
                        Instant.now()
                                .plus(TRIAL_LIFE)
                                .truncatedTo(ChronoUnit.SECONDS)
                                .toString())
                .put("latestSupportedTlsVersion", "v1_2");
        try {
            return Seen.JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
