package dev.rollcall.ingress;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class InFlightTest {

    private final InFlight inFlight = new InFlight(new Limits());

    @Test
    void turnsAwayWhatDoesNotFitAtOnceAndTakesItWhenThereIsRoomAgain() {
        // Given
        var first = inFlight.enter(10);
        inFlight.enter(10);
        inFlight.enter(10);
        inFlight.enter(10);

        // When
        var fifth = inFlight.enter(10);
        first.close();
        var sixth = inFlight.enter(10);

        // Then
        assertThat(fifth).isNull();
        assertThat(sixth).isNotNull();
    }

    @Test
    void takesABodyOfUnknownLengthForTheLargestThereMayBe() {
        // Given
        inFlight.enter(-1);
        inFlight.enter(-1);

        // When
        var third = inFlight.enter(1);

        // Then
        assertThat(third).isNull();
    }
}
