package dev.rollcall.directory.entra;

import java.util.Optional;

/**
 * Which tenant an Entra access token is for: its claim {@code tid}. The signature is Graph's to check, not ours; this only
 * guards against configuring one tenant and reading another.
 */
public final class TokenTenant {

    private TokenTenant() {}

    /** Empty when the token is not a JWT or does not say. */
    public static Optional<String> of(String token) {
        return TokenClaims.of(token).map(TokenClaims::tenantId);
    }
}
