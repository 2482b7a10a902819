package dev.rollcall.manager.integration;

import java.net.URI;
import java.util.Map;

import dev.rollcall.manager.integration.IntegrationRequest.Directory;
import dev.rollcall.manager.integration.IntegrationRequest.Settings;
import dev.rollcall.manager.integration.IntegrationRequest.ZenQms;
import dev.rollcall.model.IntegrationSettings.UserSync;
import dev.rollcall.model.SubjectId;
import dev.rollcall.outbox.MessageJson;

/** Lays a patch over what is on record, so that the result is checked as one whole. */
final class IntegrationOverlay {

    private final MessageJson json;

    IntegrationOverlay(MessageJson json) {
        this.json = json;
    }

    /** Secrets only where the patch gives new ones. */
    IntegrationRequest overlay(Integration integration, IntegrationRequest patch) {
        return new IntegrationRequest(
                or(patch.name(), integration.name),
                directory(integration, patch.directory()),
                zenQms(integration, patch.zenqms()),
                settings(integration, patch.settings()));
    }

    private static Directory directory(Integration i, Directory p) {
        if (p == null) {
            return new Directory("entra", i.authorizeUrl, i.tokenUrl, i.clientId, null, i.graphUrl);
        }
        return new Directory(
                or(p.kind(), "entra"),
                or(p.authorizeUrl(), i.authorizeUrl),
                or(p.tokenUrl(), i.tokenUrl),
                or(p.clientId(), i.clientId),
                p.clientSecret(),
                // Another cloud has another Graph: then it follows from the Token URL, unless it is given.
                or(p.graphUrl(), isElsewhere(p.tokenUrl(), i.tokenUri()) ? null : i.graphUrl));
    }

    private ZenQms zenQms(Integration i, ZenQms p) {
        if (p == null) {
            return new ZenQms(i.zenQmsUrl, null, wire(i));
        }
        return new ZenQms(or(p.baseUrl(), i.zenQmsUrl), p.apiKey(), or(p.wire(), wire(i)));
    }

    @SuppressWarnings("unchecked")
    private Map<String, String> wire(Integration i) {
        return json.fromText(i.zenQmsWire, Map.class);
    }

    private Settings settings(Integration i, Settings p) {
        var now = json.fromText(i.userSync, UserSync.class);
        var patch = p == null ? Settings.DEFAULT : p;
        return new Settings(
                or(patch.initialSync(), i.initialSync.label()),
                // Another kind of initial sync brings its own default.
                or(patch.createPeople(), isOther(patch.initialSync(), i) ? null : now.createPeople()),
                or(patch.matchGuestsByMail(), now.matchGuestsByMail()),
                or(
                        patch.protectedPeople(),
                        now.protectedPeople().stream().map(SubjectId::value).toList()),
                or(patch.brakePercent(), now.brakePercent()),
                or(patch.brakeAtLeast(), now.brakeAtLeast()),
                or(patch.zenQmsRequestsPerSecond(), now.zenQmsRequestsPerSecond()),
                or(patch.zenQmsConcurrency(), now.zenQmsConcurrency()),
                or(patch.scope(), now.scope()));
    }

    private static boolean isOther(String initialSync, Integration i) {
        return initialSync != null && !initialSync.equals(i.initialSync.label());
    }

    private static boolean isElsewhere(String tokenUrl, URI onRecord) {
        try {
            return tokenUrl != null
                    && !onRecord.getAuthority()
                            .equalsIgnoreCase(URI.create(tokenUrl.strip()).getAuthority());
        } catch (IllegalArgumentException e) {
            // Not a URL: said where it is checked.
            return false;
        }
    }

    private static <T> T or(T given, T otherwise) {
        return given == null ? otherwise : given;
    }
}
