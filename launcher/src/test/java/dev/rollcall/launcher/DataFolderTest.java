package dev.rollcall.launcher;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DataFolderTest {

    @TempDir
    Path base;

    @Test
    void emptiesWhatItMade() throws Exception {
        // Given
        var path = base.resolve("up");
        try (var first = DataFolder.claim(path)) {
            Files.writeString(
                    Files.createDirectories(first.path().resolve("kafka")).resolve("log"), "old");
        }

        // When
        try (var again = DataFolder.claim(path)) {
            again.empty();
        }

        // Then
        try (var left = Files.list(path)) {
            assertThat(left).containsExactly(path.resolve(DataFolder.MARK));
        }
    }

    @Test
    void leavesAFolderAloneThatSomebodyElseFilled() throws Exception {
        // Given
        var file = Files.writeString(Files.createDirectories(base.resolve("up")).resolve("thesis"), "years of work");

        // When
        assertThatThrownBy(() -> DataFolder.claim(file.getParent()))

                // Then
                .isInstanceOf(LaunchFailure.class)
                .hasMessageContaining("did not put there");
        assertThat(file).hasContent("years of work");
        assertThat(DataFolder.isOurs(file.getParent())).isFalse();
    }

    @Test
    void isHeldByOneAtATime() {
        // Given
        var path = base.resolve("up");
        try (var held = DataFolder.claim(path)) {

            // When
            assertThatThrownBy(() -> DataFolder.claim(path))

                    // Then
                    .isInstanceOf(LaunchFailure.class)
                    .hasMessageContaining("already runs in " + held.path());
        }
        DataFolder.claim(path).close();
    }

    @Test
    void isInUseAsLongAsAPartLives() throws Exception {
        // Given
        var path = base.resolve("up");
        var orphaned = DataFolder.claim(path);
        var part = Sleeper.start(orphaned, base.resolve("logs"));
        orphaned.close();
        try {

            // When
            assertThatThrownBy(() -> DataFolder.claim(path))

                    // Then
                    .isInstanceOf(LaunchFailure.class)
                    .hasMessageContaining("try again in a few seconds");
        } finally {
            part.end();
            part.awaitEnd(Sleeper.PATIENCE);
        }
        DataFolder.claim(path).close();
    }

    @Test
    void removesLinksButNotWhatTheyPointTo() throws Exception {
        // Given
        var treasure = Files.writeString(
                Files.createDirectories(base.resolve("elsewhere")).resolve("treasure"), "x");
        var folder = DataFolder.claim(base.resolve("up"));
        Files.createSymbolicLink(folder.path().resolve("link"), treasure.getParent());

        // When
        folder.remove();

        // Then
        assertThat(folder.path()).doesNotExist();
        assertThat(treasure).exists();
    }
}
