package dev.rollcall.diagnosis;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.rollcall.diagnosis.TokenSource.Token;
import dev.rollcall.directory.entra.TokenClaims;
import dev.rollcall.directory.entra.TokenRefusal;

/**
 * Asks Entra ID and Graph, read-only: first without any secret, then for a token, then one read for each permission.
 *
 * @see <a href="https://learn.microsoft.com/graph/permissions-reference">permissions</a>
 */
final class DirectoryChecks {

    /** A client may try twice. */
    private static final Duration TOKEN_PATIENCE = Duration.ofSeconds(20);

    private final DirectoryTarget target;
    private final Caller caller;
    private final Checks checks = new Checks();
    private String token;

    DirectoryChecks(DirectoryTarget target, Caller caller) {
        this.target = target;
        this.caller = caller;
    }

    /** All checks of this side. */
    List<Check> run() {
        if (tokenUrlAnswers() && tokenIsGiven()) {
            var claims = TokenClaims.of(token);
            checks.add(DirectoryFindings.tenant(target.tenantId(), claims));
            read(claims);
        }
        checks.fill("directory.");
        return checks.inOrder("directory.");
    }

    /** After {@link #run}: the token, if there is one that Graph took. */
    Optional<String> goodToken() {
        return checks.isOk(Topic.GRAPH) && !checks.failed(Topic.TENANT) ? Optional.of(token) : Optional.empty();
    }

    private boolean tokenUrlAnswers() {
        var seen = caller.post(
                "POST token endpoint, without credentials",
                target.tokenUrl(),
                PlainTokens.FORM,
                PlainTokens.form(Map.of("grant_type", "client_credentials")));
        checks.add(DirectoryFindings.tokenUrl(target.tokenUrl(), seen));
        var unknown = checks.isOk(Topic.TOKEN_URL) ? DirectoryFindings.unknownTenant(seen) : Optional.<Check>empty();
        unknown.ifPresent(checks::add);
        return checks.isOk(Topic.TOKEN_URL) && unknown.isEmpty();
    }

    private boolean tokenIsGiven() {
        return switch (ask()) {
            case Token.Given(var value) -> {
                token = value;
                checks.add(Check.ok(Topic.TOKEN, "Entra ID gives a token for them."));
                yield true;
            }
            case Token.Refused(var why) -> {
                checks.add(DirectoryFindings.tenantWhenRefused(why));
                if (why.kind() != TokenRefusal.Kind.UNKNOWN_TENANT) {
                    checks.add(DirectoryFindings.refused(why));
                }
                yield false;
            }
        };
    }

    /** Whoever asks may wait longer than this test lasts. */
    private Token ask() {
        var patience = caller.deadline().left(TOKEN_PATIENCE);
        var task = new FutureTask<>(() -> target.tokens().ask(patience));
        Thread.ofVirtual().start(task);
        try {
            return task.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // The sentence below says as much as can be known.
        }
        task.cancel(true);
        return new Token.Refused(new TokenRefusal(
                TokenRefusal.Kind.NOT_ENTRA,
                "",
                "The token endpoint did not answer the request for a token in time",
                "try again; if it stays so, check what stands between"));
    }

    private void read(Optional<TokenClaims> claims) {
        var users = get("users?$top=1&$select=id", "GET /users, one of them");
        checks.add(DirectoryFindings.graph(target.graphUrl(), users));
        if (!checks.isOk(Topic.GRAPH)) {
            var why = "Graph could not be asked.";
            for (var topic : List.of(Topic.USERS, Topic.GROUPS, Topic.MEMBERS)) {
                checks.add(DirectoryFindings.permission(topic, claims, null, why));
            }
            return;
        }
        checks.add(DirectoryFindings.permission(Topic.USERS, claims, users, ""));
        var groups = get("groups?$top=1&$select=id", "GET /groups, one of them");
        checks.add(DirectoryFindings.permission(Topic.GROUPS, claims, groups, unread(groups)));
        var group = firstId(groups);
        var members = group == null ? null : get(membersOf(group), "GET /groups/{id}/members, one of them");
        checks.add(DirectoryFindings.permission(
                Topic.MEMBERS,
                claims,
                members,
                group == null ? "no group could be read to try it on." : unread(members)));
    }

    private static String unread(Seen seen) {
        return seen instanceof Seen.Nothing nothing ? nothing.reason() : "";
    }

    private static String membersOf(String group) {
        return "groups/" + URLEncoder.encode(group, StandardCharsets.UTF_8) + "/members?$top=1&$select=id";
    }

    private static String firstId(Seen seen) {
        if (seen instanceof Seen.Answer answer && answer.status() == 200 && answer.json() != null) {
            return answer.json().path("value").path(0).path("id").asText(null);
        }
        return null;
    }

    private Seen get(String path, String label) {
        return caller.get(label, graph(target.graphUrl(), path), bearer(token));
    }

    static URI graph(URI graphUrl, String path) {
        return URI.create(graphUrl.toString().replaceAll("/+$", "") + "/v1.0/" + path);
    }

    static Map<String, String> bearer(String token) {
        return Map.of("Authorization", "Bearer " + token);
    }
}
