package dev.rollcall.launcher;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.rollcall.sandbox.EntraTenant;
import dev.rollcall.sandbox.RecordedCall;
import dev.rollcall.sandbox.Sandbox;
import dev.rollcall.sandbox.ZenDialect;
import dev.rollcall.sandbox.ZenQmsAccount;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The probe from options to exit, against the sandbox. */
class ProbeCommandTest {

    private static final String KEY = "probe-api-key";

    @TempDir
    Path folder;

    private Sandbox sandbox;
    private EntraTenant tenant;
    private ZenQmsAccount account;
    private String shown;

    @BeforeEach
    void fill() {
        sandbox = Sandbox.start();
        tenant = sandbox.tenant("0e4b1b1e-0000-4000-8000-000000000001");
        tenant.populate(20, 3);
        account = sandbox.account(KEY);
        account.seedExisting(tenant, 5);
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void endsWithZeroWhereAllIsGoodAndWritesWhatItProved() throws IOException {
        // When
        var exit = probe(secrets(tenant.clientSecret(), KEY), everything());

        // Then
        assertThat(exit).isZero();
        assertThat(shown).contains("No check failed.", "answered How fields are written");
        assertThat(JsonApi.JSON
                        .readTree(Files.readString(wireFile()))
                        .at("/zenqms/wire/field-case")
                        .asText())
                .isEqualTo("snake");
        assertThat(account.calls())
                .extracting(RecordedCall::operation)
                .containsOnly("POST /v2/users/search", "POST /v2/roles/search");
        assertThat(tenant.calls()).extracting(RecordedCall::method).doesNotContain("PATCH", "DELETE");
    }

    @Test
    void promise11_printsNeitherSecretsNorPeople() {
        // When
        probe(secrets(tenant.clientSecret(), KEY), everything());

        // Then
        assertThat(shown).contains("text of").doesNotContain(tenant.clientSecret(), KEY, "eyJ");
        account.users().forEach(user -> assertThat(shown).doesNotContain(user.email(), user.title()));
        tenant.people().forEach(person -> assertThat(shown).doesNotContain(person.id()));
    }

    @Test
    void endsWithOneAndSaysWhatToDo() {
        // When
        var exit = probe(secrets("wrong", "wrong-key"), everything());

        // Then
        assertThat(exit).isEqualTo(1);
        assertThat(shown).contains("the client secret is wrong", "does not accept the API key", "2 checks failed");
        assertThat(wireFile()).doesNotExist();
    }

    @Test
    void isGoodOnceTheProvenSettingsAreUsed() {
        // Given
        account.dialect(new ZenDialect("x-api-key", "", true, "data"));
        assertThat(probe(
                        secrets(null, KEY),
                        List.of("--zenqms-url", sandbox.uri().toString())))
                .isEqualTo(1);

        // When: the file, with what else a connections file says
        var exit = probe(
                secrets(null, KEY),
                List.of(
                        "--zenqms-url",
                        sandbox.uri().toString(),
                        "--connections",
                        wireFile().toString()));

        // Then
        assertThat(exit).isZero();
    }

    @Test
    void readsAConnectionsFile() throws IOException {
        // Given
        var base = sandbox.uri() + "/" + tenant.tenantId() + "/oauth2/v2.0/token";
        var file = folder.resolve("connections.json");
        Files.writeString(
                file,
                JsonApi.JSON.writeValueAsString(Map.of(
                        "directory",
                        Map.of("tokenUrl", base, "clientId", tenant.clientId(), "graphUrl", sandbox.uri() + "/v1.0/"),
                        "zenqms",
                        Map.of("baseUrl", sandbox.uri().toString(), "apiKey", KEY))));

        // When
        var exit = probe(secrets(tenant.clientSecret(), null), List.of("--connections", file.toString()));

        // Then
        assertThat(exit).isZero();
    }

    @Test
    void asksForSecretsWhereThereIsATerminal() {
        // Given
        var asked = new ArrayList<String>();
        var secrets = new ProbeSecrets(Map.of(), question -> {
            asked.add(question);
            return (question.startsWith("ZenQMS") ? KEY : tenant.clientSecret()).toCharArray();
        });

        // When
        var exit = probe(secrets, everything());

        // Then
        assertThat(exit).isZero();
        assertThat(asked).containsExactly("client secret", "ZenQMS API key");
    }

    @Test
    void wantsHttpsForWhatIsNotHere() {
        assertThatThrownBy(() -> probe(secrets(null, KEY), List.of("--zenqms-url", "http://public-api.zenqms.com")))
                .isInstanceOf(UsageFailure.class)
                .hasMessageContaining("Use https");
    }

    @Test
    void saysWhatIsMissing() {
        assertThatThrownBy(() -> probe(secrets(null, null), List.of()))
                .isInstanceOf(UsageFailure.class)
                .hasMessageContaining("--tenant and --client-id");
        assertThatThrownBy(() -> probe(secrets(null, null), List.of("--zenqms-url", "https://public-api.zenqms.com")))
                .isInstanceOf(UsageFailure.class)
                .hasMessageContaining("ROLLCALL_ZENQMS_API_KEY");
    }

    private Path wireFile() {
        return folder.resolve("zenqms-wire.json");
    }

    private List<String> everything() {
        return List.of(
                "--token-url",
                sandbox.uri() + "/" + tenant.tenantId() + "/oauth2/v2.0/token",
                "--graph-url",
                sandbox.uri().toString(),
                "--client-id",
                tenant.clientId(),
                "--zenqms-url",
                sandbox.uri().toString());
    }

    private static ProbeSecrets secrets(String clientSecret, String apiKey) {
        var environment = new HashMap<String, String>();
        if (clientSecret != null) {
            environment.put("ROLLCALL_CLIENT_SECRET", clientSecret);
        }
        if (apiKey != null) {
            environment.put("ROLLCALL_ZENQMS_API_KEY", apiKey);
        }
        return new ProbeSecrets(environment, null);
    }

    private int probe(ProbeSecrets secrets, List<String> arguments) {
        var command = new ProbeCommand();
        var line = new ArrayList<>(arguments);
        line.addAll(List.of("--wire-out", wireFile().toString()));
        new CommandLine(command).parseArgs(line.toArray(String[]::new));
        var out = new ByteArrayOutputStream();
        var exit = command.probe(new PrintStream(out, true, StandardCharsets.UTF_8), secrets);
        shown = out.toString(StandardCharsets.UTF_8);
        return exit;
    }
}
