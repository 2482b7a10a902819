package dev.rollcall.manager.connection;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.model.IntegrationId;

/** Access of integrations: proven, given, renewed. */
@ApplicationScoped
public class Access {

    private final Connections connections;
    private final Directories directories;
    private final AccessPublisher publisher;

    Access(Connections connections, Directories directories, AccessPublisher publisher) {
        this.connections = connections;
        this.directories = directories;
        this.publisher = publisher;
    }

    /** @throws TokenException when the directory gives no token for these credentials */
    public void prove(IntegrationId id) {
        directories.fresh(connections.directory(id));
    }

    /**
     * Makes the integration active and gives workers their access.
     *
     * @throws TokenException when there is no token; Unavailable also where it was paused or changed meanwhile
     */
    public void activate(IntegrationId id) {
        var connection = connections.directory(id);
        connections.requireZenQmsAllowed(id);
        var token = directories.token(connection);
        if (!publisher.activate(connection, token)) {
            throw new TokenException.Unavailable("The integration was changed or paused meanwhile.", null);
        }
    }

    /** Grows with every change of credentials: tells whether a refusal is still of those on record. */
    long credentialsVersion(IntegrationId id) {
        return connections.credentialsVersion(id);
    }

    /**
     * Gives an integration that is being removed access to ZenQMS alone: clearing its links needs no directory, which may have
     * forgotten us by now.
     *
     * @return false when it is not being removed; then nothing happened
     */
    boolean renewForRemoval(IntegrationId id) {
        connections.requireZenQmsAllowed(id);
        return publisher.renewForRemoval(id);
    }

    /** @throws TokenException when there is no new token */
    void renew(IntegrationId id) {
        var connection = connections.directory(id);
        connections.requireZenQmsAllowed(id);
        publisher.renew(connection, directories.fresh(connection));
    }
}
