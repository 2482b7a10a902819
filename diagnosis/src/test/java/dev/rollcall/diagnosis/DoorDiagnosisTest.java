package dev.rollcall.diagnosis;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

import dev.rollcall.diagnosis.Check.Status;
import dev.rollcall.diagnosis.DoorTarget.Proof;
import dev.rollcall.directory.NewSubscription;
import dev.rollcall.directory.entra.EntraDirectory;
import dev.rollcall.sandbox.EntraTenant;
import dev.rollcall.sandbox.Sandbox;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The notification address: called from here, and by Graph. */
class DoorDiagnosisTest {

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
    void register() {
        tenant = sandbox.tenant(UUID.randomUUID().toString());
    }

    @Test
    void hasGraphCallADraftsAddressAndLeavesNoSubscription() {
        // Given
        try (var ingress = new EchoDoor()) {
            // When
            var report = run(ingress.uri(), new Proof.Trial());

            // Then
            assertThat(report.isGood()).isTrue();
            assertThat(Reports.check(report, "endpoint.own-call").seen())
                    .contains("answers the handshake", "proves nothing about the way from the internet");
            assertThat(Reports.check(report, "endpoint.handshake").seen()).contains("made and ended");
            assertThat(tenant.openSubscriptions()).isZero();
            assertThat(ingress.handshakes()).isEqualTo(3);
        }
    }

    @Test
    void touchesNoSubscriptionThatIsThere() {
        // Given
        try (var ingress = new EchoDoor()) {
            subscribe(ingress.uri(), "users");

            // When
            var handshake = Reports.check(run(ingress.uri(), new Proof.Trial()), "endpoint.handshake");

            // Then
            assertThat(handshake.status()).isEqualTo(Status.NOT_CHECKED);
            assertThat(handshake.seen()).contains("already holds a subscription");
            assertThat(tenant.openSubscriptions()).isEqualTo(1);
        }
    }

    @Test
    void tellsWhatGraphMet() {
        // Given
        try (var proxy = new Stub()) {
            proxy.on("POST /graph/key/notifications", 403, "<html>Forbidden</html>");

            // When
            var report = run(proxy.uri(), new Proof.Trial());

            // Then
            assertThat(Reports.check(report, "endpoint.own-call").todo()).contains("Microsoft can't sign in");
            var handshake = Reports.check(report, "endpoint.handshake");
            assertThat(handshake.status()).isEqualTo(Status.FAILED);
            assertThat(handshake.seen()).contains("could not confirm", "status 403");
            assertThat(handshake.todo()).contains("firewall", "certificate", "reverse proxy");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "404 | {} | let the reverse proxy pass /graph/ on",
                "503 | {} | ingress does not run or is not ready",
                "200 | <html>Welcome</html> | proxy changes query or body",
                "200 | {} | Something else than Rollcall's ingress",
            })
    void tellsWhatStandsInTheIngresssPlace(int status, String body, String todo) {
        // Given
        try (var stub = new Stub()) {
            stub.on("POST /graph/key/notifications", status, body);

            // When
            var own = Reports.check(run(stub.uri(), new Proof.None("not now")), "endpoint.own-call");

            // Then
            assertThat(own.status()).isEqualTo(Status.FAILED);
            assertThat(own.todo()).contains(todo);
        }
    }

    @Test
    void acceptsNoPlainHttpOutsideTheSandbox() {
        // Given
        try (var ingress = new EchoDoor()) {
            var door =
                    new DoorTarget(ingress.notifications(), ingress.notifications(), false, new Proof.None("not now"));

            // When
            var own = Reports.check(Reports.door(directory(), door), "endpoint.own-call");

            // Then
            assertThat(own.seen()).contains("plain http");
        }
    }

    @Test
    void tellsByTheSubscriptionsOfWhoIsActive() {
        // Given
        try (var ingress = new EchoDoor()) {
            var users = subscribe(ingress.uri(), "users");

            // When
            var good = run(ingress.uri(), new Proof.Subscriptions(Map.of("users", users)));
            var gone = run(ingress.uri(), new Proof.Subscriptions(Map.of("users", users, "groups", "g-1")));
            var moved = run(URI.create("http://127.0.0.1:1"), new Proof.Subscriptions(Map.of("users", users)));
            var none = run(ingress.uri(), new Proof.Subscriptions(Map.of()));

            // Then
            assertThat(Reports.check(good, "endpoint.handshake").seen()).contains("users until 20");
            assertThat(Reports.check(gone, "endpoint.handshake").seen()).contains("no longer holds", "groups");
            assertThat(Reports.check(moved, "endpoint.handshake").seen()).contains("another address");
            assertThat(Reports.check(none, "endpoint.handshake").status()).isEqualTo(Status.NOT_CHECKED);
            assertThat(tenant.openSubscriptions()).isEqualTo(1);
        }
    }

    @Test
    void promise11_keepsTheIntegrationKeyOutOfWhatIsShown() {
        // When
        var report = run(URI.create("http://127.0.0.1:1"), new Proof.Trial());

        // Then
        assertThat(report.checks() + String.join("\n", report.shapes())).doesNotContain("/graph/key");
    }

    private ConnectionReport run(URI base, Proof proof) {
        var door = URI.create(base + "/graph/key/notifications");
        return Reports.door(directory(), new DoorTarget(door, door, true, proof));
    }

    private DirectoryTarget directory() {
        return Reports.target(
                sandbox.uri(), tenant.tenantId(), tenant.clientId(), tenant.clientSecret(), sandbox.uri());
    }

    /** Its id. */
    private String subscribe(URI ingress, String resource) {
        var token = ((TokenSource.Token.Given) directory().tokens().ask(Duration.ofSeconds(10))).value();
        return new EntraDirectory(ConnectionTest.client(), sandbox.uri(), () -> token)
                .subscriptions()
                .create(new NewSubscription(
                        resource,
                        URI.create(ingress + "/graph/key/notifications"),
                        URI.create(ingress + "/graph/key/notifications"),
                        "state",
                        Instant.now().plus(Duration.ofDays(1))))
                .id();
    }
}
