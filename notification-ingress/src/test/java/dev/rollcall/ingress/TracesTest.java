package dev.rollcall.ingress;

import dev.rollcall.model.IntegrationId;

import io.opentelemetry.api.OpenTelemetry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What messages carry on of a trace, where tracing is switched off. */
class TracesTest {

    private static final IntegrationId INTEGRATION = new IntegrationId("contoso");

    private final Traces traces = new Traces(OpenTelemetry.noop());

    @Test
    void keepsAValidTraceOfTheSender() {
        // Given
        var header = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

        // When
        var traceparent = traces.traceparent(traces.post(INTEGRATION, header));

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
        // When
        var traceparent = traces.traceparent(traces.post(INTEGRATION, header));

        // Then
        assertThat(traceparent).isNotEqualTo(header).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
        assertThat(traces.traceparent(traces.post(INTEGRATION, traceparent))).isEqualTo(traceparent);
    }
}
