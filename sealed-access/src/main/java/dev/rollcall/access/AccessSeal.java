package dev.rollcall.access;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;

import dev.rollcall.model.IntegrationId;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/**
 * Seals the access that workers need, so that it can travel on a topic. Integration, version and audience are
 * authenticated with it: a seal cannot be moved to another integration or passed off as a newer one.
 */
public final class AccessSeal {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Keyset keyset;

    private AccessSeal(Keyset keyset) {
        this.keyset = keyset;
    }

    /** @throws KeysetTrouble when there is no usable keyset; the sentence names the setting */
    public static AccessSeal from(KeysetSource source) {
        return new AccessSeal(Keyset.read(source));
    }

    /** @return base64 text */
    public String seal(IntegrationId id, long version, String audience, OpenedAccess access) {
        try {
            var sealed = keyset.aead().encrypt(JSON.writeValueAsBytes(access), context(id, version, audience));
            return Base64.getEncoder().encodeToString(sealed);
        } catch (GeneralSecurityException | JsonProcessingException e) {
            // Not chained: a JSON problem may quote what it was writing.
            throw new IllegalStateException("The access of " + id + " could not be sealed: "
                    + e.getClass().getSimpleName());
        }
    }

    /** @throws SealBroken unless it was sealed with one of our keys for exactly this integration, version and audience */
    public OpenedAccess open(IntegrationId id, long version, String audience, String sealed) throws SealBroken {
        try {
            var opened = keyset.aead().decrypt(Base64.getDecoder().decode(sealed), context(id, version, audience));
            return JSON.readValue(opened, OpenedAccess.class);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new SealBroken(sentence(id, version), e);
        } catch (IOException e) {
            // Ours, but not readable: the cause could quote what is inside.
            throw new SealBroken(sentence(id, version), null);
        }
    }

    private static String sentence(IntegrationId id, long version) {
        return "The sealed access of " + id + ", version " + version
                + ", cannot be opened: the services' seal keysets differ, or it was changed.";
    }

    /** Each text with its length before it: no two different triples give the same bytes. */
    private static byte[] context(IntegrationId id, long version, String audience) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            write(out, "rollcall-access-1");
            write(out, id.value());
            out.writeLong(version);
            write(out, audience);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }
}
