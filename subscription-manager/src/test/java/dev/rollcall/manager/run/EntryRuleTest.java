package dev.rollcall.manager.run;

import dev.rollcall.manager.run.EntryRule.Told;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class EntryRuleTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // told, its number, reported, its number, preview, replaces
                "-, -1, FAILED, 1, false, true",
                "FAILED, 1, CREATED, 2, false, true",
                "CREATED, 2, FAILED, 1, false, false",
                "CREATED, 2, CREATED, 2, false, false",
                "CREATED, 2, UNCHANGED, 3, false, false",
                "UNCHANGED, 3, CREATED, 2, false, true",
                "UNCHANGED, 3, FAILED, 2, false, false",
                "FAILED, 1, UNCHANGED, 2, false, true",
                "CREATED, 2, UNCHANGED, 3, true, true",
                "UNCHANGED, 3, CREATED, 2, true, false",
            })
    void promise5_theNewestReportCountsAndBatchesSentAgainUndoNothing(
            String told, long toldNumber, String reported, long number, boolean plan, boolean expected) {
        // When
        var replaces = EntryRule.replaces(new Told(told, null, toldNumber), reported, number, plan);

        // Then
        assertThat(replaces).isEqualTo(expected);
        assertThat(EntryRule.replaces(null, reported, number, plan)).isTrue();
    }
}
