package dev.rollcall.diagnosis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import dev.rollcall.diagnosis.Seen.Why;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What follows from calls to the notification address; pure.
 *
 * @see <a href="https://learn.microsoft.com/graph/change-notifications-delivery-webhooks#notificationurl-validation">notificationUrl
 *     validation</a>
 */
final class DoorFindings {

    /** Graph counts an endpoint that needs longer as slow. */
    private static final Duration SLOW = Duration.ofSeconds(3);

    static final String WHAT_TO_CHECK =
            "Check, in this order: the ingress runs and is ready; rollcall.manager.public-url is the name the internet knows;"
                    + " a public DNS entry and an open firewall for https; a certificate with its whole chain, from a public"
                    + " authority, for that name; a reverse proxy that passes POST /graph/ on with path and query unchanged and"
                    + " asks for no sign-in, no client certificate and no sender's address.";

    /** Graph's own words for what it met, as far as they can be shown. */
    private static final Pattern STATUS = Pattern.compile("HTTP status code is '([A-Za-z0-9 ]{1,40})'");

    private DoorFindings() {}

    /** @param token what had to come back, word for word */
    static Check ownCall(DoorTarget door, String token, Seen seen) {
        var host = door.notifications().getHost();
        return switch (seen) {
            case Seen.Nothing(var why, var reason, var todo) ->
                Check.failed(
                        Topic.OWN_CALL,
                        reason,
                        mend(why, todo)
                                + " Where only this machine can't go there by the public name, look at the next check.");
            case Seen.Answer answer -> answered(door, host, token, answer);
        };
    }

    private static String mend(Why why, String todo) {
        return switch (why) {
            case NO_ADDRESS, CERTIFICATE, TLS -> todo;
            case REFUSED, TIMEOUT, CUT, FORBIDDEN, TIME_UP ->
                "Check that the ingress runs, and that what stands before it passes calls on.";
        };
    }

    private static Check answered(DoorTarget door, String host, String token, Seen.Answer answer) {
        var status = answer.status();
        if (status == 200) {
            return echo(door, host, token, answer);
        }
        var todo = switch (status) {
            case 401, 403, 407 ->
                "Something before the ingress asks for a sign-in or lets only some in: Microsoft can't sign in. Let"
                        + " POST /graph/ through.";
            case 404, 405 ->
                "The path does not lead to the ingress: let the reverse proxy pass /graph/ on, path and query"
                        + " unchanged, and check rollcall.manager.public-url.";
            case 502, 503, 504 -> "The ingress does not run or is not ready yet: see its health and its log.";
            default ->
                answer.isRedirect()
                        ? "Microsoft follows no redirect: set rollcall.manager.public-url to where it leads."
                        : "Look at what stands at this address and before it.";
        };
        return Check.failed(
                Topic.OWN_CALL,
                host + " answered the handshake with " + status + (answer.isPage() ? ", a web page." : "."),
                todo);
    }

    private static Check echo(DoorTarget door, String host, String token, Seen.Answer answer) {
        if (!new String(answer.body(), StandardCharsets.UTF_8).equals(token)
                || !answer.contentType().toLowerCase(Locale.ROOT).startsWith("text/plain")) {
            return Check.failed(
                    Topic.OWN_CALL,
                    host + " answered, but not with the validation token as plain text"
                            + (answer.isPage() ? ": a web page." : "."),
                    "Something else than Rollcall's ingress answers there, or a proxy changes query or body: check"
                            + " rollcall.manager.public-url and the reverse proxy.");
        }
        if (!door.notifications().getScheme().equalsIgnoreCase("https") && !door.plainHttpAllowed()) {
            return Check.failed(
                    Topic.OWN_CALL,
                    host + " answers over plain http. Microsoft calls https only.",
                    "Put https before the ingress and set rollcall.manager.public-url to it.");
        }
        var slow = answer.took().compareTo(SLOW) > 0;
        return Check.ok(
                Topic.OWN_CALL,
                host + " answers the handshake" + (slow ? ", but took longer than the 3 s Microsoft waits" : "")
                        + ". That proves nothing about the way from the internet.");
    }

    /**
     * By the subscriptions on record.
     *
     * @param ids what is on record, by resource
     * @param seen the list of the app's subscriptions
     */
    static Check bySubscriptions(DoorTarget door, Map<String, String> ids, Seen seen) {
        if (ids.isEmpty()) {
            return Check.notChecked(
                    Topic.HANDSHAKE,
                    "There is no subscription yet.",
                    "Activate: that makes Microsoft call the address.");
        }
        var list = list(seen);
        if (list == null) {
            return Check.notChecked(Topic.HANDSHAKE, "Microsoft's list of subscriptions could not be read.");
        }
        var missing = new ArrayList<String>();
        var elsewhere = new ArrayList<String>();
        var until = new TreeMap<String, String>();
        new TreeMap<>(ids).forEach((resource, id) -> {
            var found = find(list, id);
            if (found == null) {
                missing.add(resource);
            } else if (!door.notifications()
                    .toString()
                    .equals(found.path("notificationUrl").asText())) {
                elsewhere.add(resource);
            } else {
                until.put(
                        resource,
                        found.path("expirationDateTime")
                                .asText()
                                .replaceAll("[^0-9TZ:.-]", "")
                                .replaceAll("\\..*", "Z"));
            }
        });
        if (!missing.isEmpty()) {
            return Check.failed(
                    Topic.HANDSHAKE,
                    "Microsoft no longer holds the subscription for " + String.join(" and ", missing) + ".",
                    "Rollcall makes a new one by itself within a day; activate again to have it now. If that fails: "
                            + WHAT_TO_CHECK);
        }
        if (!elsewhere.isEmpty()) {
            return Check.failed(
                    Topic.HANDSHAKE,
                    "The subscription for " + String.join(" and ", elsewhere)
                            + " leads to another address than the present one.",
                    "rollcall.manager.public-url was changed: activate again, which subscribes anew.");
        }
        return Check.ok(
                Topic.HANDSHAKE,
                "Microsoft called the address when it made the subscriptions, and holds them: " + shown(until) + ".");
    }

    private static String shown(Map<String, String> until) {
        return until.entrySet().stream()
                .map(e -> e.getKey() + " until " + e.getValue())
                .reduce((a, b) -> a + ", " + b)
                .orElse("");
    }

    /** Whether the app already holds one that a trial could stand in the way of; null when that can't be told. */
    static Boolean holdsAny(Seen seen) {
        var list = list(seen);
        if (list == null) {
            return null;
        }
        for (var one : list) {
            if (one.path("resource").asText().matches("/?(users|groups)/?")) {
                return true;
            }
        }
        return false;
    }

    static Check trial(Seen seen) {
        if (!(seen instanceof Seen.Answer answer)) {
            return Check.notChecked(
                    Topic.HANDSHAKE, "The trial subscription was not answered: " + ((Seen.Nothing) seen).reason());
        }
        var message = answer.json() == null
                ? ""
                : answer.json().path("error").path("message").asText("");
        return switch (answer.status()) {
            case 201 ->
                Check.ok(
                        Topic.HANDSHAKE,
                        "Microsoft called the address and got its answer: a trial subscription was made and ended.");
            case 400 ->
                Check.failed(
                        Topic.HANDSHAKE,
                        "Microsoft could not confirm the notification address"
                                + (message.contains("timed out") ? ": nothing answered it in time." : met(message)),
                        WHAT_TO_CHECK);
            case 403 ->
                Check.notChecked(
                        Topic.HANDSHAKE,
                        "Graph refused the trial subscription (403): a permission is missing, or a quota is used up.");
            case 409 -> taken();
            default ->
                Check.notChecked(
                        Topic.HANDSHAKE, "The trial subscription was answered with " + answer.status() + ".", null);
        };
    }

    static Check taken() {
        return Check.notChecked(
                Topic.HANDSHAKE,
                "This app registration already holds a subscription to users or groups, and Graph allows one each: a trial"
                        + " would end it or be refused.",
                "If another Rollcall uses this app registration, register one of its own for this integration.");
    }

    private static String met(String message) {
        var status = STATUS.matcher(message);
        return status.find() ? ": it met the status " + status.group(1) + "." : ".";
    }

    private static JsonNode list(Seen seen) {
        if (seen instanceof Seen.Answer answer && answer.status() == 200 && answer.json() != null) {
            var value = answer.json().path("value");
            return value.isArray() ? value : null;
        }
        return null;
    }

    private static JsonNode find(JsonNode list, String id) {
        for (var one : list) {
            if (one.path("id").asText().equalsIgnoreCase(id)) {
                return one;
            }
        }
        return null;
    }
}
