package dev.rollcall.ingress;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DropLogTest {

    private Instant now = Instant.parse("2026-11-23T10:00:00Z");
    private final DropLog log = new DropLog(() -> now, new Limits());

    @Test
    void speaksOfTheFirstOfEachKindAtOnce() {
        // Given
        log.dropped(ItemOutcome.WRONG_CLIENT_STATE, Contoso.ID, 1);

        // When
        var again = log.toSay(ItemOutcome.WRONG_CLIENT_STATE, Contoso.ID, 1);
        var otherKind = log.toSay(ItemOutcome.UNKNOWN_INTEGRATION, null, 2);

        // Then
        assertThat(again).isEmpty();
        assertThat(otherKind).hasValue(2);
    }

    @Test
    void saysAfterAMinuteHowManyThereWereMeanwhile() {
        // Given
        log.dropped(ItemOutcome.WRONG_CLIENT_STATE, Contoso.ID, 1);
        log.dropped(ItemOutcome.WRONG_CLIENT_STATE, Contoso.ID, 2);
        now = now.plus(Duration.ofMinutes(1));

        // When
        var due = log.toSay(ItemOutcome.WRONG_CLIENT_STATE, Contoso.ID, 3);

        // Then
        assertThat(due).hasValue(5);
    }
}
