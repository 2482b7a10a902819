package dev.rollcall.directory.entra;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an Entra access token says of itself. Nobody but Graph can check its signature, and Microsoft may make tokens opaque:
 * good for a diagnosis, never for a decision about access.
 *
 * @param tenantId the claim {@code tid}; null when it is missing
 * @param roles the claim {@code roles}: the application permissions with admin consent
 * @see <a href="https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference">access token claims</a>
 */
public record TokenClaims(String tenantId, Set<String> roles) {

    public TokenClaims {
        roles = Set.copyOf(roles);
    }

    /** Empty when the token is not a JWT. */
    public static Optional<TokenClaims> of(String token) {
        var parts = token == null ? new String[0] : token.split("\\.");
        if (parts.length < 2) {
            return Optional.empty();
        }
        try {
            var claims = GraphHttp.JSON.readTree(
                    new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8));
            if (claims == null || !claims.isObject()) {
                return Optional.empty();
            }
            var roles = new TreeSet<String>();
            claims.path("roles").forEach(role -> roles.add(role.asText()));
            return Optional.of(new TokenClaims(claims.path("tid").asText(null), roles));
        } catch (IllegalArgumentException | IOException e) {
            return Optional.empty();
        }
    }
}
