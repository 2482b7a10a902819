package dev.rollcall.ingress;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ValidationTokenTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Validation: Testing client application reachability for subscription Request-Id: 522a8e7e-096a",
                "a+b/c==",
                "größer"
            })
    void echoesWhatGraphSends(String token) {
        // Given
        var validation = new ValidationToken(token);

        // When
        var echoed = validation.mayBeEchoed();

        // Then
        assertThat(echoed).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<script>", "a>b", "a\r\nSet-Cookie: x", "\u0000", "\u0085", "\u007f"})
    void refusesWhatCouldBecomeMarkupOrAHeader(String token) {
        // Given
        var validation = new ValidationToken(token);

        // When
        var echoed = validation.mayBeEchoed();

        // Then
        assertThat(echoed).isFalse();
    }

    @Test
    void echoes2048CharactersAndNoMore() {
        // Given
        var longest = new ValidationToken("x".repeat(2_048));
        var longer = new ValidationToken("x".repeat(2_049));

        // When
        var echoed = longest.mayBeEchoed();

        // Then
        assertThat(echoed).isTrue();
        assertThat(longer.mayBeEchoed()).isFalse();
    }

    @Test
    void promise11_isNotShownInALog() {
        // Given
        var validation = new ValidationToken("t0ken");

        // When
        var text = validation.toString();

        // Then
        assertThat(text).doesNotContain("t0ken");
    }
}
