package dev.rollcall.access;

import java.security.GeneralSecurityException;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig2026;

/** A keyset that was read, and what it can do. */
record Keyset(KeysetHandle handle, Aead aead) {

    /** @throws KeysetTrouble with a sentence that names the setting; Tink's own messages may quote the keyset */
    static Keyset read(KeysetSource source) {
        var json = source.content();
        try {
            var handle =
                    TinkJsonProtoKeysetFormat.parseKeyset(json, AeadConfig2026.get(), InsecureSecretKeyAccess.get());
            return new Keyset(handle, handle.getPrimitive(AeadConfig2026.get(), Aead.class));
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new KeysetTrouble(
                    source.name()
                            + " is not a Tink JSON keyset for authenticated encryption: make one with dev.rollcall.access.NewKeyset.");
        }
    }

    /** Of the key that encrypts. */
    String keyId() {
        return Integer.toUnsignedString(handle.getPrimary().getId());
    }

    @Override
    public String toString() {
        return "Keyset[" + keyId() + "]";
    }
}
