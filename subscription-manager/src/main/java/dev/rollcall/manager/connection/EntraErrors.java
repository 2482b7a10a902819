package dev.rollcall.manager.connection;

import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * What Entra ID's token endpoint says, as sentences. Its own text carries trace ids and time stamps, and changes.
 *
 * @see <a href="https://learn.microsoft.com/entra/identity-platform/reference-error-codes">AADSTS error codes</a>
 */
final class EntraErrors {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern CODE = Pattern.compile("AADSTS(\\d+)");

    /** Trouble on their side, or too many requests: it passes. */
    private static final Set<String> PASSING = Set.of("90033", "90006", "90012", "50196", "90055", "900384");

    private static final Map<String, String> SENTENCES = Map.ofEntries(
            Map.entry(
                    "7000215",
                    "Entra ID says the client secret is wrong: copy the secret's Value, not its Secret ID, and enter it again"),
            Map.entry(
                    "7000222",
                    "Entra ID says the client secret has expired: create a new one in the app registration and enter its Value"),
            Map.entry(
                    "700016",
                    "Entra ID does not know this Client ID in this tenant: compare it with the app registration's Overview"),
            Map.entry(
                    "90002",
                    "Entra ID does not know this tenant: compare the tenant ID in both URLs with the Entra admin center"),
            Map.entry(
                    "900023", "Entra ID says this is no tenant ID: replace {tenant} in both URLs with your tenant ID"),
            Map.entry("7000112", "Entra ID says the application is disabled: enable it under Enterprise applications"),
            Map.entry("7000218", "Entra ID misses the client secret: enter its Value again"),
            Map.entry(
                    "500011",
                    "Entra ID does not know this Graph address: leave the Graph URL out, or use your cloud's"),
            Map.entry(
                    "65001",
                    "Nobody has granted admin consent yet: grant it under API permissions in the app registration"),
            Map.entry(
                    "53003",
                    "A Conditional Access policy of your tenant blocks the application: allow it for workload identities"));

    private EntraErrors() {}

    /** @param body what the token endpoint answered with instead of a token, or the client's words when nothing answered */
    static TokenException of(String body) {
        var error = read(body);
        if (error == null) {
            return new TokenException.Unavailable(
                    "The token endpoint can't be reached, or something else answers in its place: check the Token URL"
                            + " and any proxy.",
                    null);
        }
        var code = code(error);
        var name = error.path("error").asText("");
        if (PASSING.contains(code) || name.equals("temporarily_unavailable") || name.equals("server_error")) {
            return new TokenException.Unavailable("Entra ID is in trouble" + shown(code) + ".", null);
        }
        var sentence = SENTENCES.get(code);
        if (sentence != null) {
            return new TokenException.Refused(sentence + shown(code) + ".");
        }
        return new TokenException.Refused("Entra ID refuses to give a token"
                + (code.isEmpty() ? " (" + name.replaceAll("[^a-z_]", "") + ")" : shown(code))
                + ": look the code up, then check Token URL, Client ID and Client Secret.");
    }

    private static JsonNode read(String body) {
        if (body == null || body.isBlank()) {
            return null;
        }
        try {
            var node = JSON.readTree(body);
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

    private static String shown(String code) {
        return code.isEmpty() ? "" : " (AADSTS" + code + ")";
    }
}
