package dev.rollcall.manager.subscription;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.manager.connection.Directories;
import dev.rollcall.model.IntegrationId;

import org.jboss.logging.Logger;

/** Ends what a directory announces to an integration that is being removed. */
@ApplicationScoped
public class SubscriptionEnding {

    private static final Logger LOG = Logger.getLogger(SubscriptionEnding.class);

    private final Directories directories;

    SubscriptionEnding(Directories directories) {
        this.directories = directories;
    }

    /**
     * Ends all that the app registration holds for people and groups, also those that we never got to save: it belongs to
     * this integration alone.
     *
     * @throws dev.rollcall.directory.DirectoryException when the directory can't be asked or refuses
     */
    public void endAll(IntegrationId id) {
        directories.ask(id, d -> d.subscriptions().list()).stream()
                .filter(s -> Subscriber.RESOURCES.contains(s.resource()))
                .forEach(s -> {
                    directories.ask(id, d -> {
                        d.subscriptions().delete(s.id());
                        return null;
                    });
                    LOG.infof("Subscription ended: integrationId=%s, subscriptionId=%s", id, s.id());
                });
    }
}
