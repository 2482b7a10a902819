package dev.rollcall.directory.entra;

import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.rollcall.directory.entra.TokenRefusal.Kind;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * What Entra ID's token endpoint says, in our words. Its own text carries trace ids and time stamps, and changes.
 *
 * @see <a href="https://learn.microsoft.com/entra/identity-platform/reference-error-codes">AADSTS error codes</a>
 */
public final class EntraErrors {

    private static final Pattern CODE = Pattern.compile("AADSTS(\\d+)");

    private static final Set<String> PASSING = Set.of("90033", "90006", "90012", "50196", "90055", "900384");

    private record Words(Kind kind, String seen, String todo) {}

    private static final Map<String, Words> WORDS = Map.ofEntries(
            words(
                    "7000215",
                    Kind.WRONG_SECRET,
                    "Entra ID says the client secret is wrong",
                    "copy the secret's Value, not its Secret ID, and enter it again"),
            words(
                    "7000222",
                    Kind.EXPIRED_SECRET,
                    "Entra ID says the client secret has expired",
                    "create a new one under Certificates & secrets in the app registration and enter its Value"),
            words("7000218", Kind.WRONG_SECRET, "Entra ID misses the client secret", "enter its Value again"),
            words(
                    "700016",
                    Kind.UNKNOWN_CLIENT,
                    "Entra ID does not know this Client ID in this tenant",
                    "compare both with the app registration's Overview: Application (client) ID and Directory (tenant) ID"),
            words(
                    "90002",
                    Kind.UNKNOWN_TENANT,
                    "Entra ID does not know this tenant",
                    "compare the tenant ID in both URLs with the Entra admin center"),
            words(
                    "900023",
                    Kind.UNKNOWN_TENANT,
                    "Entra ID says this is no tenant ID",
                    "replace {tenant} in both URLs with your tenant ID"),
            words(
                    "7000112",
                    Kind.NOT_ALLOWED,
                    "Entra ID says the application is disabled",
                    "enable it under Enterprise applications, Properties, Enabled for users to sign-in"),
            words(
                    "65001",
                    Kind.NOT_ALLOWED,
                    "Nobody has granted admin consent yet",
                    "grant it under API permissions in the app registration"),
            words(
                    "7000229",
                    Kind.NOT_ALLOWED,
                    "The app registration has no enterprise application in this tenant yet",
                    "grant admin consent under API permissions, which creates it"),
            words(
                    "53003",
                    Kind.NOT_ALLOWED,
                    "A Conditional Access policy of your tenant blocks the application",
                    "allow it for workload identities"),
            words(
                    "500011",
                    Kind.WRONG_GRAPH,
                    "Entra ID does not know this Graph address",
                    "leave the Graph URL out, or use your cloud's"));

    private EntraErrors() {}

    private static Map.Entry<String, Words> words(String code, Kind kind, String seen, String todo) {
        return Map.entry(code, new Words(kind, seen, todo));
    }

    /** @param body what the token endpoint answered with instead of a token, or the client's words when nothing answered */
    public static TokenRefusal of(String body) {
        var error = read(body);
        if (error == null) {
            return new TokenRefusal(
                    Kind.NOT_ENTRA,
                    "",
                    "The token endpoint can't be reached, or something else answers in its place",
                    "check the Token URL and any proxy");
        }
        var code = code(error);
        var name = error.path("error").asText("");
        if (PASSING.contains(code) || name.equals("temporarily_unavailable") || name.equals("server_error")) {
            return new TokenRefusal(Kind.PASSING, code, "Entra ID is in trouble", "try again in a few minutes");
        }
        var words = WORDS.get(code);
        if (words != null) {
            return new TokenRefusal(words.kind(), code, words.seen(), words.todo());
        }
        return new TokenRefusal(
                Kind.OTHER,
                code,
                "Entra ID refuses to give a token"
                        + (code.isEmpty() ? " (" + name.replaceAll("[^a-z_]", "") + ")" : ""),
                (code.isEmpty() ? "" : "look the code up, then ") + "check Token URL, Client ID and Client Secret");
    }

    private static JsonNode read(String body) {
        if (body == null || body.isBlank()) {
            return null;
        }
        try {
            var node = GraphHttp.JSON.readTree(body);
            return node.path("error").isTextual() ? node : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private static String code(JsonNode error) {
        if (error.path("error_codes").path(0).isInt()) {
            return error.path("error_codes").path(0).asText();
        }
        Matcher matcher = CODE.matcher(error.path("error_description").asText(""));
        return matcher.find() ? matcher.group(1) : "";
    }
}
