package dev.rollcall.ingress;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.UUID;

import dev.rollcall.testbed.RealPartsResource;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Handshakes as Graph's pages describe them, sent byte for byte: the encoding is the point. */
@QuarkusTest
@QuarkusTestResource(RealPartsResource.class)
class HandshakeFixturesTest {

    private final String anyKey = "any-" + UUID.randomUUID();

    @TestHTTPResource("/")
    URI address;

    private DoorUnderTest door;

    @BeforeEach
    void open() {
        door = new DoorUnderTest(address);
    }

    @AfterEach
    void close() {
        door.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    handshake-with-spaces-as-percent-20 | notifications | Validation: Testing client application reachability for subscription Request-Id: 522a8e7e-096a-494c-aaf1-ac0dcfca45b7
                    handshake-with-spaces-as-plus       | notifications | Validation: Testing client application reachability for subscription Request-Id: 522a8e7e-096a-494c-aaf1-ac0dcfca45b7
                    handshake-with-an-escaped-plus      | notifications | ZGVmYXVsdA+/tKs==:NotBefore:1763664190
                    handshake-of-the-lifecycle-url      | lifecycle     | Validation: Testing lifecycle endpoint Request-Id: a1b2c3d4-0000-4000-8000-000000000001
                    """)
    void echoesTheDecodedToken(String fixture, String url, String token) {
        // Given
        var path = "/graph/" + anyKey + "/" + url + "?" + Contoso.query(fixture);

        // When
        var response = door.post(path, BodyPublishers.noBody());

        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(token);
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
    }

    @ParameterizedTest
    @ValueSource(strings = {"handshake-with-an-oversized-token", "handshake-with-html"})
    void echoesNothingThatGraphDoesNotSend(String fixture) {
        // Given
        var path = "/graph/" + anyKey + "/notifications?" + Contoso.query(fixture);

        // When
        var response = door.post(path, BodyPublishers.noBody());

        // Then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).isEqualTo(Rejected.TOKEN_REFUSED.sentence());
    }
}
