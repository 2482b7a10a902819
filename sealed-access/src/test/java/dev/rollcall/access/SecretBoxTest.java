package dev.rollcall.access;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SecretBoxTest {

    @TempDir
    Path folder;

    @Test
    void decryptsOnlyWhereTheSecretBelongs() throws Exception {
        // Given
        var box = box(created("one.json"));
        var encrypted = box.encrypt("s3cret ü", "connection/1");

        // When
        var plain = box.decrypt(encrypted, "connection/1");

        // Then
        assertThat(plain).isEqualTo("s3cret ü");
        assertThat(encrypted).doesNotContain("s3cret");
        assertThatThrownBy(() -> box.decrypt(encrypted, "connection/2"))
                .isInstanceOf(SealBroken.class)
                .hasMessageContaining("connection/2");
    }

    @Test
    void decryptsOldSecretsAfterARotationAndEncryptsWithTheNewKey() throws Exception {
        // Given
        var oldFile = created("old.json");
        var newFile = folder.resolve("new.json");
        var before = box(oldFile);
        var encrypted = before.encrypt("s3cret", "x");

        // When
        KeysetFile.rotate(oldFile, newFile);
        var after = box(newFile);

        // Then
        assertThat(after.decrypt(encrypted, "x")).isEqualTo("s3cret");
        assertThat(after.keyId()).isNotEqualTo(before.keyId());
        var again = after.encrypt("s3cret", "x");
        assertThat(after.decrypt(again, "x")).isEqualTo("s3cret");
        assertThatThrownBy(() -> before.decrypt(again, "x")).isInstanceOf(SealBroken.class);
    }

    private Path created(String name) {
        var file = folder.resolve(name);
        KeysetFile.create(file);
        return file;
    }

    private static SecretBox box(Path file) {
        return SecretBox.from(KeysetSource.file("ROLLCALL_SECRETS_KEYSET_FILE", file));
    }
}
