package dev.rollcall.diagnosis;

import java.net.URI;

/**
 * The directory to be tested.
 *
 * @param tenantId the tenant the token must be for
 * @param graphUrl without the version
 * @param tokens asks with the credentials to be tested; called only after the Token URL answered as Entra ID does
 */
public record DirectoryTarget(URI tokenUrl, String tenantId, URI graphUrl, TokenSource tokens) {

    @Override
    public String toString() {
        return "DirectoryTarget[" + tokenUrl.getHost() + "]";
    }
}
