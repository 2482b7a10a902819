package dev.rollcall.manager.integration;

import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.IntegrationSettings.UserSync;
import dev.rollcall.model.PersonAttribute;
import dev.rollcall.outbox.MessageJson;

/** Whom integrations are for. */
@ApplicationScoped
public class Scopes {

    private final Integrations integrations;
    private final MessageJson json;

    Scopes(Integrations integrations, MessageJson json) {
        this.integrations = integrations;
        this.json = json;
    }

    /** What must be read of people besides, to tell who belongs to it. */
    @Transactional
    public Set<PersonAttribute> attributes(IntegrationId id) {
        return json.fromText(integrations.require(id.value()).userSync, UserSync.class)
                .scope()
                .asksFor();
    }
}
