package dev.rollcall.manager.integration;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.manager.publish.Outgoing;
import dev.rollcall.model.Cause;
import dev.rollcall.model.Envelope;
import dev.rollcall.model.IntegrationSettings;
import dev.rollcall.model.IntegrationSettings.DirectoryKind;
import dev.rollcall.model.IntegrationSettings.Door;
import dev.rollcall.model.IntegrationSettings.UserSync;
import dev.rollcall.model.Mode;
import dev.rollcall.model.RunId;
import dev.rollcall.outbox.MessageJson;

/** Tells every service what it must know of an integration, in the transaction that changes it. */
@ApplicationScoped
public class SettingsPublisher {

    private final Outgoing outgoing;
    private final MessageJson json;

    SettingsPublisher(Outgoing outgoing, MessageJson json) {
        this.outgoing = outgoing;
        this.json = json;
    }

    /** Call with the row locked: the version grows by one. */
    public void publish(Integration integration) {
        integration.settingsVersion++;
        var envelope = new Envelope(
                integration.integrationId(),
                Cause.ADMINISTRATION,
                integration.removalRun == null ? null : new RunId(integration.removalRun),
                null,
                Mode.APPLY,
                integration.settingsVersion,
                null);
        outgoing.append(List.of(new IntegrationSettings(
                envelope,
                integration.settingsVersion,
                integration.state,
                integration.name,
                DirectoryKind.ENTRA,
                integration.doorOpen ? door(integration) : null,
                json.fromText(integration.userSync, UserSync.class))));
    }

    private static Door door(Integration integration) {
        return new Door(
                integration.keyHash,
                Stream.of(integration.clientStateHash, integration.otherClientStateHash)
                        .filter(Objects::nonNull)
                        .toList());
    }
}
