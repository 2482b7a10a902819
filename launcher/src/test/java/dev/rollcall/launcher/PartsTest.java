package dev.rollcall.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PartsTest {

    @TempDir
    Path base;

    private DataFolder folder;
    private Parts parts;

    @BeforeEach
    void claim() {
        folder = DataFolder.claim(base.resolve("up"));
        parts = new Parts(base.resolve("logs"));
    }

    @AfterEach
    void stop() {
        parts.stop();
        folder.close();
    }

    @Test
    void stopsServicesBeforeTheGroundTheyStandOn() throws Exception {
        // Given
        var ground = parts.startGround("ground", Sleeper.command(folder));
        var service = parts.startService("service", Sleeper.command(folder), Map.of());
        ground.awaitLine("ready", Sleeper.PATIENCE);
        service.awaitLine("ready", Sleeper.PATIENCE);

        // When
        parts.stop();

        // Then
        assertThat(ground.isAlive() || service.isAlive()).isFalse();
        assertThat(endOf("service")).isLessThan(endOf("ground"));
    }

    @Test
    void namesThePartThatEndedByItself() throws Exception {
        // Given
        parts.startGround("ground", Sleeper.command(folder)).awaitLine("ready", Sleeper.PATIENCE);
        var service = parts.startService("service", Sleeper.command(folder), Map.of());

        // When
        service.end();

        // Then
        assertThat(parts.awaitFirstEnd()).contains("service");
    }

    @Test
    void aKilledPartIsGoneWithoutAGoodbyeAndStartsAgainWithALogOfItsOwn() {
        // Given
        var killed = parts.startService("service", Sleeper.command(folder), Map.of());
        killed.awaitLine("ready", Sleeper.PATIENCE);

        // When
        parts.kill("service");
        var again = parts.startService("service", Sleeper.command(folder), Map.of());

        // Then
        again.awaitLine("ready", Sleeper.PATIENCE);
        assertThat(killed.exitValue()).as("128 + SIGKILL").isEqualTo(137);
        assertThat(base.resolve("logs").resolve("service.log")).hasContent("ready");
        assertThat(base.resolve("logs").resolve("service.2.log")).exists();
    }

    @Test
    void aKilledPartDidNotEndByItself() throws Exception {
        // Given
        parts.startGround("ground", Sleeper.command(folder));
        var service = parts.startService("service", Sleeper.command(folder), Map.of());

        // When
        parts.kill("ground");
        service.end();

        // Then
        assertThat(parts.awaitFirstEnd()).contains("service");
    }

    @Test
    void blamesNobodyOnceStopping() throws Exception {
        // Given
        parts.startGround("ground", Sleeper.command(folder));

        // When
        parts.stop();

        // Then
        assertThat(parts.awaitFirstEnd()).isEmpty();
    }

    @Test
    void startsNothingOnceStopping() {
        // Given
        parts.stop();

        // When
        assertThatThrownBy(() -> parts.startService("service", Sleeper.command(folder), Map.of()))

                // Then
                .isInstanceOf(LaunchFailure.class);
        assertThat(base.resolve("logs").resolve("service.log")).doesNotExist();
    }

    /** On the clock of the machine, which its processes share. */
    private long endOf(String name) throws IOException {
        return Files.readAllLines(base.resolve("logs").resolve(name + ".log")).stream()
                .filter(line -> line.startsWith("ended at "))
                .mapToLong(line -> Long.parseLong(line.substring("ended at ".length())))
                .findFirst()
                .orElseThrow();
    }
}
