package dev.rollcall.ingress;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

import dev.rollcall.testbed.RealPartsResource;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What a well-behaved client would not let a test send, or would answer by itself: byte for byte on a socket. */
@QuarkusTest
@QuarkusTestResource(RealPartsResource.class)
class RawRequestsTest {

    private final String anyKey = "any-" + UUID.randomUUID();

    @TestHTTPResource("/")
    URI address;

    private Socket socket;
    private BufferedReader answers;

    @BeforeEach
    void connect() throws IOException {
        socket = new Socket(address.getHost(), address.getPort());
        socket.setSoTimeout(20_000);
        answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    @AfterEach
    void close() throws IOException {
        socket.close();
    }

    @Test
    void aSenderThatAsksBeforeItSendsABodyIsToldToGoOnAndItsBodyIsTaken() throws IOException {
        // Given
        var body = Contoso.fixture("user-updated").getBytes(StandardCharsets.UTF_8);

        // When: the body is sent only once it is asked for.
        send("POST /graph/" + anyKey + "/notifications HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + "Expect: 100-continue\r\nContent-Length: " + body.length + "\r\n\r\n");
        var first = head();
        socket.getOutputStream().write(body);
        var second = head();

        // Then
        assertThat(first).isEqualTo("HTTP/1.1 100 Continue");
        assertThat(second).isEqualTo("HTTP/1.1 202 Accepted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%zz", "a%2", "%", "a%E4%zz&x=1"})
    void aQueryThatCanNotBeDecodedIsRefusedAndIsNoErrorOfOurs(String encoded) throws IOException {
        // Given
        var request = "POST /graph/" + anyKey + "/notifications?validationToken=" + encoded
                + " HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

        // When
        send(request);
        var status = head();

        // Then: the server refuses it before our route sees it, so there is no sentence of ours.
        assertThat(status).isEqualTo("HTTP/1.1 400 Bad Request");
    }

    private void send(String request) throws IOException {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    }

    /** The status line of the next answer; its headers are passed over. */
    private String head() throws IOException {
        var status = answers.readLine();
        for (var line = status; line != null && !line.isEmpty(); ) {
            line = answers.readLine();
        }
        return status;
    }
}
