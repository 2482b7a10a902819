package dev.rollcall.directory.entra;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class GraphErrorsTest {

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403})
    void promise11_anErrorThatEchoesTheRequestIsNotRepeated(int status) {
        // Given
        var echo = "POST /v1.0/$batch Authorization: Bearer eyJ0eXAi.eyJhdWQi.c2lnbmF0dXJl";
        var body = JsonNodeFactory.instance.objectNode();
        body.putObject("error").put("code", echo).put("message", echo);

        // When
        var error = GraphErrors.of(status, body, null);

        // Then
        assertThat(error).hasMessageContaining(String.valueOf(status)).hasMessageNotContaining("eyJ");
    }

    @Test
    void namesTheCodeThatGraphGives() {
        // Given
        var body = JsonNodeFactory.instance.objectNode();
        body.putObject("error").put("code", "Authorization_RequestDenied");

        // When
        var error = GraphErrors.of(403, body, null);

        // Then
        assertThat(error).hasMessageContaining("403 Authorization_RequestDenied");
    }
}
