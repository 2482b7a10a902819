package dev.rollcall.directory.entra;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Which tenant an Entra access token is for: its claim {@code tid}. The signature is Graph's to check, not ours; this only
 * guards against configuring one tenant and reading another.
 */
public final class TokenTenant {

    private TokenTenant() {}

    /** Empty when the token is not a JWT or does not say. */
    public static Optional<String> of(String token) {
        var parts = token == null ? new String[0] : token.split("\\.");
        if (parts.length < 2) {
            return Optional.empty();
        }
        try {
            var claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
            return Optional.ofNullable(
                    GraphHttp.JSON.readTree(claims).path("tid").asText(null));
        } catch (IllegalArgumentException | IOException e) {
            return Optional.empty();
        }
    }
}
