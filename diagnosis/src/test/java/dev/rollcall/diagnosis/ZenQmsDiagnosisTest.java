package dev.rollcall.diagnosis;

import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import dev.rollcall.diagnosis.Check.Status;
import dev.rollcall.sandbox.RecordedCall;
import dev.rollcall.sandbox.Sandbox;
import dev.rollcall.sandbox.ZenFaults;
import dev.rollcall.sandbox.ZenQmsAccount;
import dev.rollcall.sandbox.ZenUser;
import dev.rollcall.zenqms.ZenQmsWire;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Each thing that can be wrong with ZenQMS's connection, on the wire. */
class ZenQmsDiagnosisTest {

    private static Sandbox sandbox;

    private ZenQmsAccount account;

    @BeforeAll
    static void start() {
        sandbox = Sandbox.start();
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @BeforeEach
    void fill() {
        account = sandbox.account("key-" + UUID.randomUUID());
        for (int i = 0; i < 5; i++) {
            account.seed(ZenUser.of(UUID.randomUUID() + "@contoso.example", "Ada", "Lovelace", "QA")
                    .withExternalId(i == 0 ? null : "subject-" + i)
                    .withActive(i > 0));
        }
        account.addRole("77", "QA Approver", false);
    }

    @Test
    void answersWhatReadsCanAnswerAndChangesNothing() {
        // When
        var report = run(ZenQmsWire.PUBLISHED);

        // Then
        assertThat(report.isGood()).isTrue();
        assertThat(report.provenSettings())
                .containsExactly(
                        Map.entry("auth-header", "Authorization"),
                        Map.entry("auth-prefix", "Bearer "),
                        Map.entry("field-case", "snake"));
        for (var id : Set.of("paging", "search-email", "search-external-id", "search-id", "status-read", "role-list")) {
            assertThat(Reports.check(report, "wire." + id).status()).as(id).isEqualTo(Status.ANSWERED);
        }
        for (var id : Set.of("status-write", "clear-external-id", "role-removal", "duplicate-email", "rate-limit")) {
            assertThat(Reports.check(report, "wire." + id).status()).as(id).isEqualTo(Status.OPEN);
        }
        assertThat(Reports.check(report, "zenqms.write").status()).isEqualTo(Status.NOT_CHECKED);
        assertThat(account.calls())
                .extracting(RecordedCall::operation)
                .containsOnly("POST /v2/users/search", "POST /v2/roles/search");
    }

    @Test
    void promise11_showsNobodysDataAndNoKey() {
        // When
        var report = run(ZenQmsWire.PUBLISHED);

        // Then
        var shown = report.checks() + String.join("\n", report.shapes());
        assertThat(report.shapes()).anySatisfy(line -> assertThat(line).contains("email: text of"));
        assertThat(shown).doesNotContain("Lovelace", "contoso", account.apiKey());
        account.users().forEach(user -> assertThat(shown).doesNotContain(user.email()));
    }

    @Test
    void tellsAWrongKey() {
        // When
        var report = Reports.zenQms(sandbox.uri(), "no-such-key", ZenQmsWire.PUBLISHED);

        // Then
        assertThat(Reports.check(report, "zenqms.host").status()).isEqualTo(Status.OK);
        var key = Reports.check(report, "zenqms.key");
        assertThat(key.status()).isEqualTo(Status.FAILED);
        assertThat(key.seen()).contains("does not accept the API key (401)");
        assertThat(Reports.check(report, "wire.paging").seen()).isEqualTo("Waits for \"API Key\".");
    }

    @Test
    void tellsATokenThatIsNotActivated() {
        // Given
        account.activated(false);

        // When
        var key = Reports.check(run(ZenQmsWire.PUBLISHED), "zenqms.key");

        // Then
        assertThat(key.status()).isEqualTo(Status.FAILED);
        assertThat(key.seen()).contains("not activated");
    }

    @Test
    void namesTheOperationThatIsForbidden() {
        // Given
        account.forbidden(Set.of(ZenFaults.SEARCH));

        // When
        var report = run(ZenQmsWire.PUBLISHED);

        // Then
        assertThat(report.checks())
                .filteredOn(Check::hasFailed)
                .singleElement()
                .satisfies(check -> assertThat(check.seen()).contains("POST /v2/users/search", "403"));
        assertThat(Reports.check(report, "zenqms.key").status()).isEqualTo(Status.OK);
    }

    @Test
    void tellsRolesThatAreForbidden() {
        // Given
        account.forbidden(Set.of("POST /v2/roles/search"));

        // When
        var report = run(ZenQmsWire.PUBLISHED);

        // Then
        assertThat(report.checks())
                .filteredOn(Check::hasFailed)
                .extracting(Check::id)
                .containsExactly("zenqms.read-roles");
    }

    @Test
    void tellsATokenWithoutAnyAccess() {
        // Given
        account.forbidden(Set.of(ZenFaults.SEARCH, "POST /v2/roles/search"));

        // When
        var key = Reports.check(run(ZenQmsWire.PUBLISHED), "zenqms.key");

        // Then
        assertThat(key.seen()).contains("forbids everything");
    }

    @Test
    void sendsNoKeyToZenQmssPages() {
        // When
        var report = Reports.zenQms(URI.create("https://app.zenqms.com"), "key", ZenQmsWire.PUBLISHED);

        // Then
        var host = Reports.check(report, "zenqms.host");
        assertThat(host.todo()).contains("https://public-api.zenqms.com");
        assertThat(report.shapes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | <html>Sign in</html> | a web page (200) | public-api",
                "404 | <html>No</html> | a web page (404) | public-api",
                "404 | {} | does not know POST /v2/users/search | path",
                "200 | {\"hello\":1} | no list of users | public-api",
                "429 | {} | slow down | minute",
                "503 | <html>Bad gateway</html> | in trouble (503) | Try again",
            })
    void tellsWhatAnswersInZenQmssPlace(int status, String body, String seen, String todo) {
        // Given
        try (var stub = new Stub()) {
            stub.on("POST /v2/users/search", status, body);

            // When
            var host = Reports.check(Reports.zenQms(stub.uri(), "key", ZenQmsWire.PUBLISHED), "zenqms.host");

            // Then
            assertThat(host.status()).isEqualTo(Status.FAILED);
            assertThat(host.seen()).contains(seen);
            assertThat(host.todo()).contains(todo);
        }
    }

    @Test
    void provesNothingByASearchThatIsRefused() {
        // Given
        try (var stub = new Stub()) {
            stub.on("POST /v2/users/search", 400, "{}");

            // When
            var report = Reports.zenQms(stub.uri(), "key", ZenQmsWire.PUBLISHED);

            // Then
            assertThat(Reports.check(report, "zenqms.read-users").status()).isEqualTo(Status.FAILED);
            assertThat(Reports.check(report, "zenqms.key").status()).isEqualTo(Status.NOT_CHECKED);
            assertThat(report.provenSettings()).isEmpty();
        }
    }

    @Test
    void followsNoRedirectWithTheKey() {
        // Given
        try (var stub = new Stub();
                var other = new Stub()) {
            stub.redirecting("POST /v2/users/search", other.uri() + "/login");

            // When
            var report = Reports.zenQms(stub.uri(), "key", ZenQmsWire.PUBLISHED);

            // Then
            assertThat(Reports.check(report, "zenqms.host").seen()).contains("redirects to 127.0.0.1");
            assertThat(other.asked()).isEmpty();
        }
    }

    private ConnectionReport run(ZenQmsWire wire) {
        return Reports.zenQms(sandbox.uri(), account.apiKey(), wire);
    }
}
