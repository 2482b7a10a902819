package dev.rollcall.ingress;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TraceparentTest {

    @Test
    void keepsAValidTraceOfTheSender() {
        // Given
        var header = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

        // When
        var traceparent = Traceparent.of(header, new Random(1));

        // Then
        assertThat(traceparent).isEqualTo(header);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01"
            })
    void beginsANewTraceWithoutAValidOne(String header) {
        // Given
        var random = new Random(1);

        // When
        var traceparent = Traceparent.of(header, random);

        // Then
        assertThat(traceparent).isNotEqualTo(header).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
        assertThat(Traceparent.of(traceparent, random)).isEqualTo(traceparent);
    }
}
