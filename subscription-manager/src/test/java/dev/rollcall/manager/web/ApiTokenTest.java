package dev.rollcall.manager.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

import dev.rollcall.manager.config.ManagerConfig;

import io.quarkus.runtime.configuration.DurationConverter;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ApiTokenTest {

    private static final String TOKEN = "a-token-of-some-length";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"rw-r--r--, false", "rw----r--, false", "rw-r-----, true", "rw-------, true"})
    void aFileThatEverybodyCanReadHoldsNoToken(String rights, boolean accepted) throws IOException {
        // Given
        var file = folder.resolve("token");
        Files.writeString(file, TOKEN + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));

        // When
        var token = new ApiToken(config(file));

        // Then
        assertThat(token.matches(TOKEN)).isEqualTo(accepted);
        assertThat(token.problem().isEmpty()).isEqualTo(accepted);
    }

    private static ManagerConfig config(Path file) {
        var settings = Map.of("rollcall.manager.api-token-file", file.toString());
        return new SmallRyeConfigBuilder()
                .withMapping(ManagerConfig.class)
                .withConverter(java.time.Duration.class, 100, DurationConverter::parseDuration)
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .build()
                .getConfigMapping(ManagerConfig.class);
    }
}
