package dev.rollcall.manager.connection;

import java.net.URI;

import dev.rollcall.model.IntegrationId;

/**
 * What is needed to call a directory, decrypted: keep it short-lived.
 *
 * @param credentialsVersion tells whether the credentials were changed meanwhile
 */
record DirectoryConnection(
        IntegrationId integrationId,
        URI tokenUrl,
        String tenantId,
        String clientId,
        String clientSecret,
        URI graphUrl,
        long credentialsVersion) {

    /** An application asks for whatever it was granted; the host must be the one the token is for. */
    String scope() {
        return graphUrl + "/.default";
    }

    @Override
    public String toString() {
        return "DirectoryConnection[" + integrationId + ", ***]";
    }
}
