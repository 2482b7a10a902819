package dev.rollcall.diagnosis;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import dev.rollcall.directory.entra.EntraErrors;

/**
 * Client credentials in one POST, for who has no OAuth client at hand.
 *
 * @see <a href="https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow">client credentials</a>
 */
public final class PlainTokens implements TokenSource {

    static final Map<String, String> FORM = Map.of("Content-Type", "application/x-www-form-urlencoded");

    private final HttpClient http;
    private final URI tokenUrl;
    private final String clientId;
    private final String clientSecret;
    private final URI graphUrl;

    public PlainTokens(HttpClient http, URI tokenUrl, String clientId, String clientSecret, URI graphUrl) {
        this.http = http;
        this.tokenUrl = tokenUrl;
        this.clientId = clientId;
        this.clientSecret = clientSecret;
        this.graphUrl = graphUrl;
    }

    @Override
    public Token ask(Duration patience) {
        var fields = new LinkedHashMap<String, String>();
        fields.put("grant_type", "client_credentials");
        fields.put("client_id", clientId);
        fields.put("client_secret", clientSecret);
        fields.put("scope", scope(graphUrl));
        var seen = new Caller(http, uri -> Optional.empty(), Deadline.in(patience))
                .post("token", tokenUrl, FORM, form(fields));
        if (seen instanceof Seen.Answer answer) {
            var json = answer.json();
            if (answer.status() == 200
                    && json != null
                    && json.path("access_token").isTextual()) {
                return new Token.Given(json.path("access_token").asText());
            }
            return new Token.Refused(EntraErrors.of(new String(answer.body(), StandardCharsets.UTF_8)));
        }
        return new Token.Refused(EntraErrors.of(null));
    }

    /** An application asks for whatever it was granted; the host must be the one the token is for. */
    static String scope(URI graphUrl) {
        return graphUrl.toString().replaceAll("/+$", "") + "/.default";
    }

    static byte[] form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(f -> f.getKey() + "=" + URLEncoder.encode(f.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"))
                .getBytes(StandardCharsets.US_ASCII);
    }
}
