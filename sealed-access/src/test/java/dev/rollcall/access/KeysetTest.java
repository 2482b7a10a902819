package dev.rollcall.access;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class KeysetTest {

    private static final String SETTING = "ROLLCALL_SEAL_KEYSET_FILE";

    @TempDir
    Path folder;

    @Test
    void makesAFileForItsOwnerAlone() throws Exception {
        // Given
        var file = folder.resolve("deeper").resolve("keyset.json");

        // When
        KeysetFile.create(file);

        // Then
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Keyset.read(KeysetSource.file(SETTING, file)).keyId()).matches("\\d+");
    }

    @Test
    void neverOverwritesAFile() {
        // Given
        var file = folder.resolve("keyset.json");
        KeysetFile.create(file);

        // When
        // Then
        assertThatThrownBy(() -> KeysetFile.create(file))
                .isInstanceOf(KeysetTrouble.class)
                .hasMessageContaining("exists already");
    }

    @Test
    void readsTheSameKeysetFromTheEnvironmentsText() throws Exception {
        // Given
        var file = folder.resolve("keyset.json");
        KeysetFile.create(file);

        // When
        var keyset = Keyset.read(KeysetSource.text("ROLLCALL_SEAL_KEYSET", Files.readString(file)));

        // Then
        assertThat(keyset.keyId())
                .isEqualTo(Keyset.read(KeysetSource.file(SETTING, file)).keyId());
    }

    @Test
    void namesTheSettingOfAMissingFile() {
        // Given
        var source = KeysetSource.file(SETTING, folder.resolve("nowhere.json"));

        // When
        // Then
        assertThatThrownBy(() -> AccessSeal.from(source))
                .isInstanceOf(KeysetTrouble.class)
                .hasMessage(SETTING + " names the file " + folder.resolve("nowhere.json") + ", which does not exist.");
    }

    @Test
    void namesTheVariableThatIsNotSet() {
        // Given
        var source = KeysetSource.environment("ROLLCALL_NO_SUCH_VARIABLE");

        // When
        // Then
        assertThatThrownBy(() -> SecretBox.from(source))
                .isInstanceOf(KeysetTrouble.class)
                .hasMessageStartingWith("ROLLCALL_NO_SUCH_VARIABLE holds no keyset");
    }

    @ParameterizedTest
    @ValueSource(strings = {"c2VjcmV0LWtleQ==", "{\"secret-key\":1}", "{", "{\"primaryKeyId\":1,\"key\":[]}"})
    void namesTheSettingOfAMalformedKeysetAndNothingOfIt(String content) {
        // Given
        var source = KeysetSource.text("ROLLCALL_SEAL_KEYSET", content);

        // When
        // Then
        assertThatThrownBy(() -> AccessSeal.from(source))
                .isInstanceOf(KeysetTrouble.class)
                .hasNoCause()
                .hasMessageStartingWith("ROLLCALL_SEAL_KEYSET is not a Tink JSON keyset")
                .hasMessageNotContaining("secret-key")
                .hasMessageNotContaining("c2VjcmV0");
        assertThat(source.toString()).doesNotContain(content);
    }

    @Test
    void refusesAFileThatOthersMayRead() throws Exception {
        // Given
        var file = folder.resolve("keyset.json");
        KeysetFile.create(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        var source = KeysetSource.file(SETTING, file);

        // When
        // Then
        assertThatThrownBy(() -> AccessSeal.from(source))
                .isInstanceOf(KeysetTrouble.class)
                .hasMessageContaining("give it the mode 0600");
    }
}
