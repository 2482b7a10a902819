package dev.rollcall.diagnosis;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import dev.rollcall.diagnosis.Check.Status;
import dev.rollcall.sandbox.EntraTenant;
import dev.rollcall.sandbox.Fault;
import dev.rollcall.sandbox.GraphFaults;
import dev.rollcall.sandbox.RecordedCall;
import dev.rollcall.sandbox.Sandbox;
import dev.rollcall.zenqms.ZenQmsWire;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Each thing that can be wrong with the directory's connection, on the wire. */
class DirectoryDiagnosisTest {

    private static Sandbox sandbox;

    private EntraTenant tenant;

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
        tenant = sandbox.tenant(UUID.randomUUID().toString());
        tenant.populate(3, 1);
    }

    @Test
    void findsNothingWrongWhereNothingIs() {
        // When
        var report = run(tenant.clientSecret());

        // Then
        assertThat(report.isGood()).isTrue();
        assertThat(report.checks())
                .extracting(Check::status)
                .containsExactly(Status.OK, Status.OK, Status.OK, Status.OK, Status.OK, Status.OK, Status.OK);
        assertThat(tenant.calls())
                .extracting(RecordedCall::method)
                .containsOnly("POST", "GET")
                .filteredOn("POST"::equals)
                .hasSize(2);
    }

    @Test
    void tellsAWrongSecret() {
        // When
        var report = run("the-secret-id");

        // Then
        var token = Reports.check(report, "directory.token");
        assertThat(token.status()).isEqualTo(Status.FAILED);
        assertThat(token.seen()).contains("secret is wrong", "AADSTS7000215");
        assertThat(token.todo()).contains("Value, not its Secret ID");
        assertThat(Reports.check(report, "directory.graph").status()).isEqualTo(Status.NOT_CHECKED);
        assertThat(Reports.check(report, "directory.graph").seen()).contains("Client ID and Client Secret");
    }

    @Test
    void tellsAnExpiredSecret() {
        // Given
        tenant.expireSecret();

        // When
        var token = Reports.check(run(tenant.clientSecret()), "directory.token");

        // Then
        assertThat(token.status()).isEqualTo(Status.FAILED);
        assertThat(token.seen()).contains("has expired", "AADSTS7000222");
    }

    @Test
    void tellsAnUnknownTenantBeforeAnySecretIsSent() {
        // When
        var report = Reports.directory(
                sandbox.uri(), UUID.randomUUID().toString(), tenant.clientId(), tenant.clientSecret(), sandbox.uri());

        // Then
        assertThat(Reports.check(report, "directory.token-url").status()).isEqualTo(Status.OK);
        assertThat(Reports.check(report, "directory.tenant").status()).isEqualTo(Status.FAILED);
        assertThat(Reports.check(report, "directory.tenant").seen()).contains("does not know this tenant");
        assertThat(Reports.check(report, "directory.token").status()).isEqualTo(Status.NOT_CHECKED);
    }

    @Test
    void tellsAnUnknownClient() {
        // When
        var report = Reports.directory(
                sandbox.uri(), tenant.tenantId(), "another-app", tenant.clientSecret(), sandbox.uri());

        // Then
        assertThat(Reports.check(report, "directory.token").seen()).contains("Client ID");
        assertThat(Reports.check(report, "directory.tenant").status()).isEqualTo(Status.NOT_CHECKED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"User.Read.All", "Group.Read.All", "GroupMember.Read.All"})
    void namesTheOneMissingPermission(String missing) {
        // Given
        var granted = new ArrayList<>(List.of("User.Read.All", "Group.Read.All", "GroupMember.Read.All"));
        granted.remove(missing);
        tenant.roles(granted);

        // When
        var report = run(tenant.clientSecret());

        // Then
        assertThat(report.checks()).filteredOn(Check::hasFailed).singleElement().satisfies(check -> {
            assertThat(check.title()).isEqualTo("Permission " + missing);
            assertThat(check.todo()).contains(missing, "Application permissions", "admin consent");
        });
    }

    @Test
    void tellsWhereNoPermissionWasConsentedTo() {
        // Given
        tenant.roles(List.of());

        // When
        var report = run(tenant.clientSecret());

        // Then
        assertThat(report.checks())
                .filteredOn(Check::hasFailed)
                .hasSize(3)
                .allSatisfy(check -> assertThat(check.todo()).contains("none of the three", "not Delegated"));
    }

    @Test
    void tellsGraphsTroubleFromAMissingPermission() {
        // Given
        tenant.failNext(9, 503, null);

        // When
        var report = run(tenant.clientSecret());

        // Then
        assertThat(report.checks()).filteredOn(Check::hasFailed).singleElement().satisfies(check -> {
            assertThat(check.id()).isEqualTo("directory.graph");
            assertThat(check.seen()).contains("503");
        });
        assertThat(Reports.check(report, "directory.user-read-all").seen()).contains("The token carries it. Not tried");
    }

    @Test
    void tellsAPageInGraphsPlace() {
        // Given
        tenant.faults().next(9, null, new Fault.Html());

        // When
        var graph = Reports.check(run(tenant.clientSecret()), "directory.graph");

        // Then
        assertThat(graph.status()).isEqualTo(Status.FAILED);
        assertThat(graph.seen()).contains("a web page", "not as Graph does");
    }

    @Test
    void sendsNoSecretToWhatIsNotEntra() {
        // Given
        try (var stub = new Stub()) {
            stub.on("POST /t/oauth2/v2.0/token", 200, "<html>Sign in</html>");

            // When
            var report = Reports.directory(stub.uri(), "t", "app", "s3cr3t", sandbox.uri());

            // Then
            assertThat(Reports.check(report, "directory.token-url").seen()).contains("a web page");
            assertThat(stub.asked()).singleElement().asString().doesNotContain("s3cr3t");
        }
    }

    @Test
    void callsNobodyWhereItMayNot() {
        // Given
        try (var stub = new Stub()) {
            var test =
                    new ConnectionTest(ConnectionTest.client(), uri -> Optional.of("This host has a private address."));

            // When
            var report = test.run(
                    Reports.target(stub.uri(), "t", "app", "s3cr3t", stub.uri()),
                    null,
                    new ZenQmsTarget(stub.uri(), "key", ZenQmsWire.PUBLISHED));

            // Then
            assertThat(report.checks())
                    .filteredOn(Check::hasFailed)
                    .extracting(Check::seen)
                    .containsExactly("This host has a private address.", "This host has a private address.");
            assertThat(stub.asked()).isEmpty();
        }
    }

    @Test
    void tellsAHostThatIsNotThere() {
        // When
        var report =
                Reports.directory(URI.create("https://login.rollcall.invalid"), "t", "app", "secret", sandbox.uri());

        // Then
        assertThat(Reports.check(report, "directory.token-url").seen())
                .isEqualTo("There is no address for the host login.rollcall.invalid.");
        assertThat(Reports.check(report, "directory.token").seen()).isEqualTo("Waits for \"Token URL\".");
    }

    @Test
    void tellsPlainHttpBehindHttps() {
        // When
        var report = Reports.directory(
                URI.create(sandbox.uri().toString().replace("http:", "https:")), "t", "app", "secret", sandbox.uri());

        // Then
        assertThat(Reports.check(report, "directory.token-url").seen()).contains("not with TLS");
    }

    @Test
    void tellsEntrasTrouble() {
        // Given
        tenant.faults().next(1, GraphFaults.TOKEN, new Fault.Refuse(503, null));

        // When
        var url = Reports.check(run(tenant.clientSecret()), "directory.token-url");

        // Then
        assertThat(url.status()).isEqualTo(Status.FAILED);
        assertThat(url.seen()).contains("in trouble");
    }

    private ConnectionReport run(String secret) {
        return Reports.directory(sandbox.uri(), tenant.tenantId(), tenant.clientId(), secret, sandbox.uri());
    }
}
