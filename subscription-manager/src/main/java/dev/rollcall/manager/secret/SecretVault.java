package dev.rollcall.manager.secret;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.access.SealBroken;
import dev.rollcall.access.SecretBox;
import dev.rollcall.model.IntegrationId;

/** Encrypts secrets at rest. A ciphertext opens only for the integration and the field it was made for. */
@ApplicationScoped
public class SecretVault {

    /** Which secret it is; part of what the encryption authenticates. */
    public enum Field {
        CLIENT_SECRET("client-secret"),
        API_KEY("api-key"),
        INTEGRATION_KEY("integration-key"),
        CLIENT_STATE("client-state");

        private final String label;

        Field(String label) {
            this.label = label;
        }
    }

    private final SecretBox box;

    SecretVault(SecretBox box) {
        this.box = box;
    }

    public String lock(IntegrationId integration, Field field, String plain) {
        return box.encrypt(plain, associatedData(integration, field));
    }

    /** @throws SecretsUnreadable when it was encrypted with a key we don't have, or is damaged */
    public String open(IntegrationId integration, Field field, String locked) {
        try {
            return box.decrypt(locked, associatedData(integration, field));
        } catch (SealBroken e) {
            throw new SecretsUnreadable(
                    "The " + field.label + " on record can't be decrypted: let an operator put the key it was encrypted"
                            + " with back into rollcall.manager.secrets-keyset, then start again.",
                    e);
        }
    }

    /** The key that encrypts now; stored beside what it encrypted, so that rotation can find what is left. */
    public String keyId() {
        return box.keyId();
    }

    private static String associatedData(IntegrationId integration, Field field) {
        return integration.value() + "\n" + field.label;
    }
}
