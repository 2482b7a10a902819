package dev.rollcall.ingress;

import java.security.MessageDigest;
import java.util.List;

import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.IntegrationSettings;
import dev.rollcall.model.IntegrationState;

/** What the ingress knows of one integration: enough to tell a real sender from a false one, and no secret. */
final class Door {

    private final IntegrationId integrationId;
    private final long settingsVersion;
    private final IntegrationState state;
    private final List<byte[]> clientStateHashes;

    /** @throws IllegalArgumentException when a hash is none */
    Door(IntegrationSettings settings) {
        integrationId = settings.envelope().integrationId();
        settingsVersion = settings.version();
        state = settings.state();
        clientStateHashes =
                settings.door().clientStateHashes().stream().map(Sha256::parse).toList();
    }

    IntegrationId integrationId() {
        return integrationId;
    }

    long settingsVersion() {
        return settingsVersion;
    }

    /**
     * Whether notices are still wanted. Pause is none of the ingress's business: workers park what arrives meanwhile. A
     * state this version doesn't know stays open, because what is dropped here can't be had back.
     */
    boolean isOpen() {
        return switch (state) {
            case DRAFT, ACTIVE, PAUSED, NEEDS_AUTHORIZATION, UNKNOWN -> true;
            case REMOVING, REMOVED -> false;
        };
    }

    /** Compares with every hash to the end, so that the time taken says nothing of which one matched, or how far. */
    boolean recognises(String clientState) {
        if (clientState == null) {
            return false;
        }
        var given = Sha256.of(clientState);
        var recognised = false;
        for (var hash : clientStateHashes) {
            recognised |= MessageDigest.isEqual(hash, given);
        }
        return recognised;
    }
}
