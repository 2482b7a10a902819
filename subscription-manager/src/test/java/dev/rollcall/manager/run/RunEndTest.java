package dev.rollcall.manager.run;

import java.util.EnumMap;
import java.util.Map;

import dev.rollcall.model.OutcomeKind;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class RunEndTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, SUCCEEDED",
                "CREATED=3, SUCCEEDED",
                "UNCHANGED=1 LINKED=1 UPDATED=1 DEACTIVATED=1 REACTIVATED=1, SUCCEEDED",
                "SKIPPED=2, SUCCEEDED_WITH_SKIPS",
                "CREATED=2 SKIPPED=1, SUCCEEDED_WITH_SKIPS",
                "CREATED=2 HELD=1, SUCCEEDED_WITH_SKIPS",
                "CREATED=2 UNKNOWN=1, SUCCEEDED_WITH_SKIPS",
                "CREATED=1 FAILED=99, SUCCEEDED_WITH_SKIPS",
                "SKIPPED=1 FAILED=99, SUCCEEDED_WITH_SKIPS",
                "FAILED=1, FAILED",
            })
    void promise9_oneBadPersonFailsNoRun(String counts, RunState expected) {
        // Given
        Map<OutcomeKind, Long> people = new EnumMap<>(OutcomeKind.class);
        for (var pair : counts == null ? new String[0] : counts.split(" ")) {
            people.put(OutcomeKind.valueOf(pair.split("=")[0]), Long.valueOf(pair.split("=")[1]));
        }

        // When
        var state = RunEnd.of(people);

        // Then
        assertThat(state).isEqualTo(expected);
    }
}
