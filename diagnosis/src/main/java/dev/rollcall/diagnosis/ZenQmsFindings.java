package dev.rollcall.diagnosis;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import dev.rollcall.zenqms.ZenQmsHosts;
import dev.rollcall.zenqms.ZenQmsWire;

/** What follows from ZenQMS's answers for the connection itself; pure. */
final class ZenQmsFindings {

    private static final String SETTINGS = "Put this into the connection's wire settings (zenqms.wire): ";

    private ZenQmsFindings() {}

    /** Where the address is known to serve pages: then nothing is sent there. */
    static Optional<Check> pages(URI baseUrl) {
        return ZenQmsHosts.apiInsteadOf(baseUrl.getHost())
                .map(api -> Check.failed(
                        Topic.HOST,
                        baseUrl.getHost() + " serves ZenQMS's pages, not its API. Nothing was sent there.",
                        "Use " + api + " as the Base URL."));
    }

    /** @param answer to the first search, in the way that was understood best */
    static Check host(URI baseUrl, WireAnswer answer) {
        var host = baseUrl.getHost();
        return switch (answer) {
            case WireAnswer.Silent(var nothing) -> Check.failed(Topic.HOST, nothing.reason(), nothing.todo());
            case WireAnswer.NotTheApi(var what) ->
                Check.failed(
                        Topic.HOST,
                        host + " " + what + ", not as ZenQMS's API does.",
                        "Use the API's host as the Base URL: https://public-api.zenqms.com, or"
                                + " https://public-api-sandbox.zenqms.com for ZenQMS's sandbox; not app.zenqms.com.");
            case WireAnswer.NoSuchCall(var status) ->
                Check.failed(
                        Topic.HOST,
                        host + " does not know POST /v2/users/search (" + status + ").",
                        "Leave any path out of the Base URL, and use the API's host: https://public-api.zenqms.com.");
            case WireAnswer.NotNow(var status) ->
                status == 429
                        ? Check.failed(Topic.HOST, "ZenQMS asks to slow down (429).", "Try again in a minute.")
                        : Check.failed(
                                Topic.HOST,
                                "ZenQMS, or something before it, is in trouble (" + status + ").",
                                "Try again in a few minutes. What Rollcall has to do waits meanwhile.");
            case WireAnswer.Page ignored -> answers(host);
            case WireAnswer.KeyRefused ignored -> answers(host);
            case WireAnswer.Forbidden ignored -> answers(host);
            case WireAnswer.NotUnderstood ignored -> answers(host);
        };
    }

    private static Check answers(String host) {
        return Check.ok(Topic.HOST, host + " answers.");
    }

    /**
     * @param users to the search for users
     * @param roles to the search for roles; null when it was not asked
     */
    static Check key(WireAnswer users, WireAnswer roles) {
        var activate = "Open Settings, Account, API Settings in ZenQMS and activate the token.";
        if (users instanceof WireAnswer.KeyRefused(var notActivated)) {
            return notActivated
                    ? Check.failed(Topic.KEY, "ZenQMS says that the token is not activated (401).", activate)
                    : Check.failed(
                            Topic.KEY,
                            "ZenQMS does not accept the API key (401).",
                            "Copy the key of the token again (Settings, Account, API Settings) and check that the token is"
                                    + " activated and of this environment: production and sandbox have different ones.");
        }
        if (users instanceof WireAnswer.Forbidden(var notActivated)) {
            if (notActivated) {
                return Check.failed(Topic.KEY, "ZenQMS says that the token is not activated (403).", activate);
            }
            return roles instanceof WireAnswer.Page
                    ? Check.ok(Topic.KEY, "ZenQMS knows the key.")
                    : Check.failed(
                            Topic.KEY,
                            "ZenQMS forbids everything that was tried with this key (403).",
                            "The token is not activated, or was given no access: look at both in Settings, Account, API"
                                    + " Settings.");
        }
        return users instanceof WireAnswer.Page || roles instanceof WireAnswer.Page
                ? Check.ok(Topic.KEY, "ZenQMS accepts the key.")
                : Check.notChecked(Topic.KEY, "ZenQMS neither refused the key nor showed anything for it.");
    }

    static Check readUsers(WireAnswer users) {
        return switch (users) {
            case WireAnswer.Page ignored -> Check.ok(Topic.READ_USERS, "The token may search users.");
            case WireAnswer.Forbidden ignored ->
                Check.failed(
                        Topic.READ_USERS,
                        "The token may not search users (POST /v2/users/search, 403).",
                        "Give the token access to users, reading and writing, in Settings, Account, API Settings.");
            case WireAnswer.NotUnderstood(var status) ->
                Check.failed(
                        Topic.READ_USERS,
                        "ZenQMS refuses the search for users as Rollcall writes it (" + status + ").",
                        "Compare with ZenQMS's API documentation; ./rollcall probe shows what was answered.");
            case WireAnswer.Silent ignored -> waits(Topic.READ_USERS);
            case WireAnswer.NotTheApi ignored -> waits(Topic.READ_USERS);
            case WireAnswer.NoSuchCall ignored -> waits(Topic.READ_USERS);
            case WireAnswer.NotNow ignored -> waits(Topic.READ_USERS);
            case WireAnswer.KeyRefused ignored -> waits(Topic.READ_USERS);
        };
    }

    static Check readRoles(WireAnswer roles) {
        return switch (roles) {
            case WireAnswer.Page ignored -> Check.ok(Topic.READ_ROLES, "The token may list roles.");
            case WireAnswer.Forbidden ignored ->
                Check.failed(
                        Topic.READ_ROLES,
                        "The token may not list roles (403). People can be synchronised without; roles can't.",
                        "Give the token access to roles in Settings, Account, API Settings.");
            case WireAnswer.NoSuchCall(var status) ->
                Check.notChecked(Topic.READ_ROLES, "No list of roles was found (" + status + ").");
            case WireAnswer.NotUnderstood(var status) ->
                Check.notChecked(Topic.READ_ROLES, "The search for roles was not understood (" + status + ").");
            case WireAnswer.NotNow(var status) ->
                Check.notChecked(Topic.READ_ROLES, "ZenQMS could not answer now (" + status + ").");
            case WireAnswer.Silent(var nothing) -> Check.notChecked(Topic.READ_ROLES, nothing.reason());
            case WireAnswer.NotTheApi(var what) ->
                Check.notChecked(Topic.READ_ROLES, "The address of the roles " + what + ".");
            case WireAnswer.KeyRefused ignored -> waits(Topic.READ_ROLES);
        };
    }

    private static Check waits(Topic topic) {
        return Check.notChecked(topic, "ZenQMS gave no answer that tells.");
    }

    /**
     * @param configured how the connection sends it
     * @param working the way that was accepted; null when none was
     */
    static Check authHeader(ZenQmsWire configured, ZenQmsWire working) {
        if (working == null) {
            return Check.open(
                    Topic.AUTH_HEADER,
                    "The key was not accepted in any of the ways tried.",
                    "Once the key is right, run this again.");
        }
        var setting = header(working);
        return configured.authHeader().equals(working.authHeader())
                        && configured.authPrefix().equals(working.authPrefix())
                ? Check.answered(Topic.AUTH_HEADER, "In the header " + shown(working) + ".", setting)
                : differs(
                        Topic.AUTH_HEADER,
                        "ZenQMS takes the key in the header " + shown(working) + ", not as " + shown(configured) + ".",
                        setting);
    }

    /** A setting that must be another than the one configured. */
    static Check differs(Topic topic, String seen, Map<String, String> setting) {
        return new Check(topic.id(), topic.title(), Check.Status.FAILED, seen, SETTINGS + json(setting) + ".", setting);
    }

    private static Map<String, String> header(ZenQmsWire wire) {
        return Map.of("auth-header", wire.authHeader(), "auth-prefix", wire.authPrefix());
    }

    private static String shown(ZenQmsWire wire) {
        return wire.authHeader() + ": " + wire.authPrefix() + "<key>";
    }

    private static String json(Map<String, String> setting) {
        return Seen.JSON.valueToTree(new TreeMap<>(setting)).toString();
    }
}
