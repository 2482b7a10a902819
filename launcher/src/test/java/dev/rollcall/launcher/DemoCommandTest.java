package dev.rollcall.launcher;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DemoCommandTest {

    @Test
    void isThePlainStoryUnlessAskedForChaos() {
        assertThat(parsed().chaos).isFalse();
        assertThat(parsed("--chaos").chaos).isTrue();
        assertThat(parsed("--chaos").options.people).isEqualTo(1000);
    }

    @Test
    void refusesChaosForSoFewThatNothingCouldBeDisturbed() {
        // Given
        var command = parsed("--chaos", "--people", "100");

        // When
        assertThatThrownBy(command::call)

                // Then
                .isInstanceOf(LaunchFailure.class)
                .hasMessageContaining("--people 500");
    }

    private static DemoCommand parsed(String... arguments) {
        var command = new DemoCommand();
        new CommandLine(command).parseArgs(arguments);
        return command;
    }
}
