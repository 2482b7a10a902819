package dev.rollcall.testbed;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ModeTest {

    @Test
    void readsTheModeWhateverItsCase() {
        // Given
        var word = " Embedded ";

        // When
        var mode = Mode.of(word);

        // Then
        assertThat(mode).isEqualTo(Mode.EMBEDDED);
    }

    @Test
    void refusesAWordItDoesNotKnow() {
        // Given
        var word = "docker";

        // When
        // Then
        assertThatThrownBy(() -> Mode.of(word))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("auto, containers, embedded, external");
    }

    @Test
    void neverLeavesAutoOpen() {
        // Given
        var asked = Mode.AUTO;

        // When
        var mode = asked.resolved();

        // Then
        assertThat(mode).isNotEqualTo(Mode.AUTO);
    }
}
