package dev.rollcall.manager.integration;

import dev.rollcall.model.IntegrationState;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class IntegrationTest {

    @ParameterizedTest
    @EnumSource(
            value = IntegrationState.class,
            names = {"PAUSED", "REMOVING", "REMOVED"})
    void anActivationUnderWayUndoesNoPauseAndNoRemoval(IntegrationState state) {
        // Given
        var integration = integration(state, InitialSync.FULL);

        // When
        var activated = integration.activate();

        // Then
        assertThat(activated).isFalse();
        assertThat(integration.state).isEqualTo(state);
        assertThat(integration.doorOpen).isFalse();
    }

    private static Integration integration(IntegrationState state, InitialSync initialSync) {
        var integration = new Integration();
        integration.state = state;
        integration.initialSync = initialSync;
        return integration;
    }
}
