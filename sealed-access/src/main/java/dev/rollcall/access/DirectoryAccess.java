package dev.rollcall.access;

import java.net.URI;
import java.time.Instant;

/**
 * What a worker needs to ask a directory.
 *
 * @param tenantId the directory's own id of the tenant that the token is for; workers compare it before absence means
 *     anything. Null where the directory has none
 * @param baseUrl workers call this address and no other
 * @param token never null
 * @param tokenExpiresAt the token is not used from then on
 */
public record DirectoryAccess(String tenantId, URI baseUrl, String token, Instant tokenExpiresAt) {

    public DirectoryAccess {
        if (baseUrl == null || token == null || token.isBlank() || tokenExpiresAt == null) {
            throw new IllegalArgumentException("A directory access needs a base URL, a token and its expiry");
        }
    }

    @Override
    public String toString() {
        return "DirectoryAccess[***]";
    }
}
