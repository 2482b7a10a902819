package dev.rollcall.launcher;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class AddressesTest {

    @TempDir
    Path data;

    @Test
    void saysWhereEverythingIsButNoSecret() {
        // Given
        var secrets = Secrets.in(data);

        // When
        var printed = print(secrets, true);

        // Then
        assertThat(printed)
                .contains("http://127.0.0.1:8190/sandbox/")
                .contains("http://127.0.0.1:8180/graph/{integrationKey}/notifications")
                .contains("http://127.0.0.1:9182/q/health")
                .contains(data.resolve("secrets/api-token").toString())
                .contains(data.resolve("logs").toString())
                .doesNotContain(secrets.apiToken(), secrets.password("user_sync"));
    }

    @Test
    void namesNoSandboxWhereNoneRuns() {
        assertThat(print(Secrets.in(data), false)).doesNotContain("8190");
    }

    private String print(Secrets secrets, boolean withSandbox) {
        var bytes = new ByteArrayOutputStream();
        Addresses.print(
                new LaunchOptions(),
                secrets,
                data.resolve("logs"),
                withSandbox,
                new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
