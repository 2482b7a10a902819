package dev.rollcall.usersync.integration;

import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.IntegrationSettings;
import dev.rollcall.model.IntegrationState;

/**
 * The newest state of each integration that this replica heard of, in memory: asked before each call to either side, so that a
 * pause holds at once, whatever the database is doing.
 */
@ApplicationScoped
public class NewestStates {

    private final ConcurrentHashMap<IntegrationId, Heard> heard = new ConcurrentHashMap<>();

    private record Heard(long version, IntegrationState state) {}

    public void heard(IntegrationSettings settings) {
        heard.merge(
                settings.envelope().integrationId(),
                new Heard(settings.version(), settings.state()),
                (known, news) -> news.version > known.version ? news : known);
    }

    /** Also true for an integration that nobody heard of: then the table decides, when leasing. */
    public boolean mayBe(IntegrationId id, IntegrationState state) {
        var known = heard.get(id);
        return known == null || known.state == state;
    }
}
