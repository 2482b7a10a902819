package dev.rollcall.access;

import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;

import dev.rollcall.model.IntegrationId;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AccessSealTest {

    private static final IntegrationId INTEGRATION = new IntegrationId("int-1");
    private static final OpenedAccess ACCESS = new OpenedAccess(
            new DirectoryAccess(
                    "tenant-1",
                    URI.create("https://directory.test/v1.0"),
                    "token-of-the-directory",
                    Instant.parse("2026-11-23T10:15:30.123456Z")),
            new ZenQmsAccess(URI.create("https://zenqms.test"), "key-of-zenqms", Map.of("header", "X-Key")));

    @TempDir
    Path folder;

    private AccessSeal seal;

    @BeforeEach
    void makeSeal() {
        seal = newSeal("keyset.json");
    }

    @Test
    void opensWhatItSealed() throws Exception {
        // Given
        var sealed = seal.seal(INTEGRATION, 7, "workers", ACCESS);

        // When
        var opened = seal.open(INTEGRATION, 7, "workers", sealed);

        // Then
        assertThat(opened).isEqualTo(ACCESS);
    }

    @Test
    void leavesOutTheDirectoryWhereThereIsNone() throws Exception {
        // Given
        var sealed = seal.seal(INTEGRATION, 7, "workers", new OpenedAccess(null, ACCESS.zenQms()));

        // When
        var opened = seal.open(INTEGRATION, 7, "workers", sealed);

        // Then
        assertThat(opened.directory()).isNull();
        assertThat(opened.zenQms()).isEqualTo(ACCESS.zenQms());
    }

    @Test
    void doesNotOpenForAnotherIntegrationVersionAudienceOrKey() {
        // Given
        var sealed = seal.seal(INTEGRATION, 7, "workers", ACCESS);
        var stranger = newSeal("another.json");

        // When
        // Then
        assertThatThrownBy(() -> seal.open(new IntegrationId("int-2"), 7, "workers", sealed))
                .isInstanceOf(SealBroken.class);
        assertThatThrownBy(() -> seal.open(INTEGRATION, 8, "workers", sealed)).isInstanceOf(SealBroken.class);
        assertThatThrownBy(() -> seal.open(INTEGRATION, 7, "ingress", sealed)).isInstanceOf(SealBroken.class);
        assertThatThrownBy(() -> stranger.open(INTEGRATION, 7, "workers", sealed))
                .isInstanceOf(SealBroken.class);
    }

    @Test
    void tellsIntegrationAndAudienceApartWhereverTheTextIsCut() {
        // Given
        var sealed = seal.seal(new IntegrationId("ab"), 7, "c", ACCESS);

        // When
        // Then
        assertThatThrownBy(() -> seal.open(new IntegrationId("a"), 7, "bc", sealed))
                .isInstanceOf(SealBroken.class);
    }

    @Test
    void doesNotOpenWhenAnyByteWasChanged() {
        // Given
        var bytes = Base64.getDecoder().decode(seal.seal(INTEGRATION, 7, "workers", ACCESS));
        for (int i = 0; i < bytes.length; i++) {
            var changed = bytes.clone();
            changed[i] ^= 1;
            var sealed = Base64.getEncoder().encodeToString(changed);

            // When
            // Then
            assertThatThrownBy(() -> seal.open(INTEGRATION, 7, "workers", sealed))
                    .as("byte %d", i)
                    .isInstanceOf(SealBroken.class);
        }
    }

    @Test
    void callsWhatIsNoSealBroken() {
        // Given
        var noBase64 = "what is this?";

        // When
        // Then
        assertThatThrownBy(() -> seal.open(INTEGRATION, 7, "workers", noBase64)).isInstanceOf(SealBroken.class);
        assertThatThrownBy(() -> seal.open(INTEGRATION, 7, "workers", "")).isInstanceOf(SealBroken.class);
    }

    @Test
    void showsNothingSecretInAnyText() {
        // Given
        var sealed = seal.seal(INTEGRATION, 7, "workers", ACCESS);

        // When
        var texts = ACCESS + " " + ACCESS.directory() + " " + ACCESS.zenQms() + " " + seal + " "
                + new String(Base64.getDecoder().decode(sealed), java.nio.charset.StandardCharsets.ISO_8859_1);

        // Then
        assertThat(texts)
                .doesNotContain("token-of-the-directory")
                .doesNotContain("key-of-zenqms")
                .doesNotContain("tenant-1");
    }

    private AccessSeal newSeal(String name) {
        var file = folder.resolve(name);
        KeysetFile.create(file);
        return AccessSeal.from(KeysetSource.file("ROLLCALL_SEAL_KEYSET_FILE", file));
    }
}
