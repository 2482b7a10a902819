package dev.rollcall.launcher;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class PartTest {

    @TempDir
    Path base;

    @Test
    void endsWhenItsLauncherIsKilled() throws Exception {
        // Given
        var owner = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Sleeper.Owner.class.getName(),
                        base.resolve("up").toString(),
                        base.resolve("logs").toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var part =
                ProcessHandle.of(Long.parseLong(owner.inputReader().readLine())).orElseThrow();

        // When
        owner.destroyForcibly();

        // Then
        part.onExit().get(Sleeper.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(part.isAlive()).isFalse();
    }

    @Test
    void leavesCtrlCToTheLauncher() throws Exception {
        try (var folder = DataFolder.claim(base.resolve("up"))) {
            // Given
            var part = Sleeper.start(folder, base.resolve("logs"));

            // When
            new ProcessBuilder("kill", "-INT", String.valueOf(part.pid()))
                    .start()
                    .waitFor();
            new ProcessBuilder("kill", "-HUP", String.valueOf(part.pid()))
                    .start()
                    .waitFor();
            part.end();
            part.awaitEnd(Sleeper.PATIENCE);

            // Then
            assertThat(part.exitValue())
                    .as("130 or 129, had it heard the others")
                    .isEqualTo(143);
        }
    }
}
