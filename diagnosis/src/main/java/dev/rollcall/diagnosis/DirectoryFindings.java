package dev.rollcall.diagnosis;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import dev.rollcall.directory.entra.EntraErrors;
import dev.rollcall.directory.entra.GraphErrors;
import dev.rollcall.directory.entra.TokenClaims;
import dev.rollcall.directory.entra.TokenRefusal;
import dev.rollcall.directory.entra.TokenRefusal.Kind;

/**
 * What follows from the directory's answers; pure.
 *
 * @see <a href="https://learn.microsoft.com/graph/resolve-auth-errors">Graph authorization errors</a>
 */
final class DirectoryFindings {

    private static final Set<String> NEEDED = Set.of("User.Read.All", "Group.Read.All", "GroupMember.Read.All");

    private DirectoryFindings() {}

    /** @param seen what a call without any credentials was answered with */
    static Check tokenUrl(URI tokenUrl, Seen seen) {
        return switch (seen) {
            case Seen.Nothing(var why, var reason, var todo) -> Check.failed(Topic.TOKEN_URL, reason, todo);
            case Seen.Answer answer -> {
                var json = answer.json();
                if (json == null || !json.path("error").isTextual()) {
                    yield Check.failed(
                            Topic.TOKEN_URL,
                            "Something answers at " + tokenUrl.getHost() + " (" + answer.status()
                                    + (answer.isPage() ? ", a web page" : "") + "), but not as Entra ID does.",
                            "Check the Token URL: https://login.microsoftonline.com/<tenant ID>/oauth2/v2.0/token; a proxy"
                                    + " of your company may also answer in its place. No secret was sent.");
                }
                var refusal = refusal(answer);
                yield refusal.kind() == Kind.PASSING
                        ? Check.failed(
                                Topic.TOKEN_URL, refusal.seen() + refusal.shownCode() + ".", sentence(refusal.todo()))
                        : Check.ok(Topic.TOKEN_URL, tokenUrl.getHost() + " answers as Entra ID does.");
            }
        };
    }

    /** That the tenant is unknown, where even a call without credentials says so. */
    static Optional<Check> unknownTenant(Seen seen) {
        return seen instanceof Seen.Answer answer && refusal(answer).kind() == Kind.UNKNOWN_TENANT
                ? Optional.of(unknownTenant(refusal(answer)))
                : Optional.empty();
    }

    static Check unknownTenant(TokenRefusal refusal) {
        return Check.failed(Topic.TENANT, refusal.seen() + refusal.shownCode() + ".", sentence(refusal.todo()));
    }

    static Check refused(TokenRefusal refusal) {
        return Check.failed(Topic.TOKEN, refusal.seen() + refusal.shownCode() + ".", sentence(refusal.todo()));
    }

    /** What a refused token says of the tenant. */
    static Check tenantWhenRefused(TokenRefusal refusal) {
        return switch (refusal.kind()) {
            case UNKNOWN_TENANT -> unknownTenant(refusal);
            case WRONG_SECRET, EXPIRED_SECRET ->
                Check.ok(Topic.TENANT, "Entra ID knows the application in this tenant.");
            case UNKNOWN_CLIENT ->
                Check.notChecked(Topic.TENANT, "The application is not in this tenant; either may be the wrong one.");
            case NOT_ALLOWED, WRONG_GRAPH, OTHER, PASSING, NOT_ENTRA ->
                Check.notChecked(Topic.TENANT, "It is compared with the token, and there is none.");
        };
    }

    static Check tenant(String configured, Optional<TokenClaims> claims) {
        var tenant = claims.map(TokenClaims::tenantId);
        if (tenant.isEmpty()) {
            return Check.notChecked(Topic.TENANT, "The token can't be read, so its tenant was not compared.");
        }
        return tenant.get().equalsIgnoreCase(configured)
                ? Check.ok(Topic.TENANT, "The token is for this tenant.")
                : Check.failed(
                        Topic.TENANT,
                        "The token is for tenant " + tenant.get() + ", but " + configured + " is configured.",
                        "Put the tenant ID of your own directory into both URLs (Entra admin center, Overview).");
    }

    /** @param read what the first read was answered with */
    static Check graph(URI graphUrl, Seen read) {
        return switch (read) {
            case Seen.Nothing(var why, var reason, var todo) -> Check.failed(Topic.GRAPH, reason, todo);
            case Seen.Answer answer -> graph(graphUrl.getHost(), answer);
        };
    }

    private static Check graph(String host, Seen.Answer answer) {
        var status = answer.status();
        if (answer.isRedirect()) {
            return Check.failed(
                    Topic.GRAPH,
                    host + " redirects to " + (answer.location() == null ? "elsewhere" : answer.location()) + " ("
                            + status + "): Graph never does.",
                    "Check the Graph URL, and whether a proxy asks for a sign-in.");
        }
        if (status == 401) {
            return Check.failed(
                    Topic.GRAPH,
                    host + " does not accept the token that was just given (401"
                            + shown(GraphErrors.code(answer.json())) + ").",
                    "Token URL and Graph URL must belong to the same Microsoft cloud: leave the Graph URL out. A proxy may"
                            + " also strip the Authorization header.");
        }
        if (status == 429 || status >= 500) {
            return Check.failed(
                    Topic.GRAPH,
                    status == 429
                            ? "Graph asks to slow down (429)."
                            : "Graph, or something before it, is in trouble (" + status
                                    + (answer.isPage() ? ", a web page" : "") + ").",
                    "Try again in a few minutes. What Rollcall has to do waits meanwhile.");
        }
        var json = answer.json();
        var isGraph = json != null
                && (json.path("value").isArray() || json.path("error").isObject());
        return isGraph
                ? Check.ok(Topic.GRAPH, host + " answers.")
                : Check.failed(
                        Topic.GRAPH,
                        "Something answers at " + host + " (" + status + (answer.isPage() ? ", a web page" : "")
                                + "), but not as Graph does.",
                        "Check the Graph URL, and whether a proxy of your company answers in its place.");
    }

    /**
     * One permission.
     *
     * @param read what a call that needs it was answered with; null when none could be made
     * @param why it could not be made
     */
    static Check permission(Topic topic, Optional<TokenClaims> claims, Seen read, String why) {
        var name = topic.title().replace("Permission ", "");
        var granted = claims.map(c -> c.roles().contains(name));
        if (granted.isPresent() && !granted.get()) {
            return Check.failed(topic, name + " is missing: the token doesn't carry it.", grant(name, claims.get()));
        }
        var answer = read instanceof Seen.Answer a ? a : null;
        if (answer != null && answer.status() == 403) {
            return granted.isPresent()
                    ? Check.failed(
                            topic,
                            "The token carries " + name + ", yet Graph refuses the read (403"
                                    + shown(GraphErrors.code(answer.json())) + ").",
                            "Where consent was granted just now, wait some minutes and try again; else look for a policy of"
                                    + " your tenant that limits this application.")
                    : Check.failed(topic, "Graph refuses the read that " + name + " allows (403).", grant(name, null));
        }
        if (answer != null && answer.status() == 200) {
            return Check.ok(
                    topic,
                    granted.isPresent()
                            ? "The token carries it, and a read went through."
                            : "A read that needs it went through.");
        }
        if (granted.isPresent()) {
            return Check.ok(topic, "The token carries it. Not tried: " + notTried(answer, why));
        }
        return Check.notChecked(topic, "The token can't be read, and " + notTried(answer, why));
    }

    private static String notTried(Seen.Answer answer, String why) {
        return answer == null ? why : "the read was answered with " + answer.status() + ".";
    }

    private static String grant(String name, TokenClaims claims) {
        var all = claims != null && claims.roles().stream().noneMatch(NEEDED::contains);
        return (all
                        ? "It carries none of the three. API permissions: add "
                                + String.join(", ", new TreeSet<>(NEEDED))
                                + " as Application permissions (not Delegated)"
                        : "API permissions, Add a permission, Microsoft Graph, Application permissions (not Delegated): add "
                                + name)
                + "; then click Grant admin consent.";
    }

    private static TokenRefusal refusal(Seen.Answer answer) {
        return EntraErrors.of(new String(answer.body(), StandardCharsets.UTF_8));
    }

    private static String shown(String code) {
        return code.isEmpty() ? "" : " " + code;
    }

    static String sentence(String words) {
        return Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".";
    }
}
