package dev.rollcall.manager.run;

import java.sql.SQLException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ReportFailureTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "22021, CONTENT",
                "23505, CONTENT",
                "08006, OUTAGE",
                "40P01, OUTAGE",
                "42703, OUTAGE",
                "53300, OUTAGE",
                "57P01, OUTAGE",
                "-, OUTAGE",
                "54000, OTHER",
                "XX000, OTHER",
            })
    void promise10_anOutageIsToldFromWhatARecordIsToBlameFor(String sqlState, ReportFailure expected) {
        // Given
        var failure = new IllegalStateException("wrapped", new SQLException("refused", sqlState));

        // When
        var kind = ReportFailure.of(failure);

        // Then
        assertThat(kind).isEqualTo(expected);
    }

    @Test
    void aFailureOutsideTheDatabaseIsNotAnOutage() {
        // Given
        var failure = new NullPointerException();

        // When
        var kind = ReportFailure.of(failure);

        // Then
        assertThat(kind).isEqualTo(ReportFailure.OTHER);
    }
}
