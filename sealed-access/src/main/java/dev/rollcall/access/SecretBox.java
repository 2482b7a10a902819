package dev.rollcall.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;

/**
 * Encrypts secrets at rest. The associated data says what a secret belongs to, such as {@code connection/17/client-secret}:
 * a value copied to another row does not decrypt there.
 */
public final class SecretBox {

    private final Keyset keyset;

    private SecretBox(Keyset keyset) {
        this.keyset = keyset;
    }

    /** @throws KeysetTrouble when there is no usable keyset; the sentence names the setting */
    public static SecretBox from(KeysetSource source) {
        return new SecretBox(Keyset.read(source));
    }

    /** @return base64 text, made with the keyset's primary key */
    public String encrypt(String plain, String associatedData) {
        try {
            var encrypted = keyset.aead().encrypt(bytes(plain), bytes(associatedData));
            return Base64.getEncoder().encodeToString(encrypted);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The secret of " + associatedData + " could not be encrypted", e);
        }
    }

    /** @throws SealBroken unless it was encrypted with one of our keys for exactly this associated data */
    public String decrypt(String encrypted, String associatedData) throws SealBroken {
        try {
            var plain = keyset.aead().decrypt(Base64.getDecoder().decode(encrypted), bytes(associatedData));
            return new String(plain, StandardCharsets.UTF_8);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new SealBroken(
                    "The stored secret of " + associatedData
                            + " cannot be decrypted: its key is not in the keyset, or it was changed.",
                    e);
        }
    }

    /** Of the key that encrypts now: stored beside a secret, it shows what is still to be encrypted again after a rotation. */
    public String keyId() {
        return keyset.keyId();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
