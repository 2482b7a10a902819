package dev.rollcall.diagnosis;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

import dev.rollcall.diagnosis.Check.Status;
import dev.rollcall.sandbox.EntraTenant;
import dev.rollcall.sandbox.Sandbox;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What is told by the token itself, and where it tells nothing. */
class TokenDiagnosisTest {

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
    void tellsATokenOfAnotherTenantAndAnotherCloudAndYoungConsent() {
        // Given
        var token =
                jwt("{\"tid\":\"other\",\"roles\":[\"User.Read.All\",\"Group.Read.All\",\"GroupMember.Read.All\"]}");
        var denied = "{\"error\":{\"code\":\"Authorization_RequestDenied\"}}";
        try (var stub = new Stub()) {
            stub.on("GET /v1.0/users", 401, "{\"error\":{\"code\":\"InvalidAuthenticationToken\"}}");
            var target = new DirectoryTarget(
                    URI.create(sandbox.uri() + "/" + tenant.tenantId() + "/oauth2/v2.0/token"),
                    tenant.tenantId(),
                    stub.uri(),
                    patience -> new TokenSource.Token.Given(token));

            // When
            var elsewhere = Reports.door(target, null);
            stub.on("GET /v1.0/users", 403, denied);
            var young = Reports.door(target, null);

            // Then
            assertThat(Reports.check(elsewhere, "directory.tenant").seen()).contains("for tenant other");
            assertThat(Reports.check(elsewhere, "directory.graph").todo()).contains("same Microsoft cloud");
            assertThat(Reports.check(young, "directory.user-read-all").todo()).contains("wait some minutes");
        }
    }

    @Test
    void asksByReadsWhereTheTokenIsOpaque() {
        // Given
        try (var stub = new Stub()) {
            stub.on("GET /v1.0/users", 200, "{\"value\":[{\"id\":\"1\"}]}")
                    .on("GET /v1.0/groups", 200, "{\"value\":[{\"id\":\"g-1\"}]}")
                    .on("GET /v1.0/groups/g-1/members", 403, "{\"error\":{\"code\":\"Authorization_RequestDenied\"}}");
            var target = new DirectoryTarget(
                    URI.create(sandbox.uri() + "/" + tenant.tenantId() + "/oauth2/v2.0/token"),
                    tenant.tenantId(),
                    stub.uri(),
                    patience -> new TokenSource.Token.Given("opaque"));

            // When
            var report = Reports.door(target, null);

            // Then
            assertThat(report.checks())
                    .filteredOn(Check::hasFailed)
                    .singleElement()
                    .satisfies(check -> assertThat(check.title()).isEqualTo("Permission GroupMember.Read.All"));
            assertThat(Reports.check(report, "directory.tenant").status()).isEqualTo(Status.NOT_CHECKED);
        }
    }

    @Test
    void endsThoughATokenNeverComes() {
        // Given
        var caller = new Caller(ConnectionTest.client(), uri -> Optional.empty(), Deadline.in(Duration.ofSeconds(2)));
        var target = new DirectoryTarget(
                URI.create(sandbox.uri() + "/" + tenant.tenantId() + "/oauth2/v2.0/token"),
                tenant.tenantId(),
                sandbox.uri(),
                patience -> {
                    try {
                        Thread.sleep(Duration.ofMinutes(5));
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return null;
                });

        // When
        var checks = new DirectoryChecks(target, caller).run();

        // Then
        assertThat(checks).anySatisfy(check -> assertThat(check.seen()).contains("in time"));
    }

    private static String jwt(String claims) {
        var part = Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8));
        return "e30." + part + ".x";
    }
}
