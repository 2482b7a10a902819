package dev.rollcall.manager.run;

import dev.rollcall.manager.integration.Integration.AccessCause;
import dev.rollcall.manager.run.TroublePlanner.Reaction;
import dev.rollcall.model.TroubleKind;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class TroublePlannerTest {

    @ParameterizedTest
    @CsvSource({
        // kind, version reported, version out, why that was given, reaction
        "DIRECTORY_ACCESS_REFUSED, 3, 3, TIME, RENEW",
        "DIRECTORY_ACCESS_REFUSED, 3, 3, ADMINISTRATION, RENEW",
        "DIRECTORY_ACCESS_REFUSED, 0, 3, TIME, RENEW",
        "DIRECTORY_ACCESS_REFUSED, 2, 3, TIME, NOTHING",
        "DIRECTORY_ACCESS_REFUSED, 2, 3, TROUBLE, NOTHING",
        "DIRECTORY_ACCESS_REFUSED, 3, 3, TROUBLE, LOSE_AUTHORIZATION",
        "ZENQMS_ACCESS_REFUSED, 3, 3, TIME, RENEW",
        "ZENQMS_ACCESS_REFUSED, 3, 3, TROUBLE, LOSE_AUTHORIZATION",
        "ACCESS_UNREADABLE, 3, 3, TIME, RENEW",
        "ACCESS_UNREADABLE, 3, 3, TROUBLE, SAY_SO",
        "REMOVAL_STUCK, 3, 3, TIME, SAY_SO",
        "REMOVAL_STUCK, 3, 3, TROUBLE, SAY_SO",
        "REMOVAL_STUCK, 2, 3, TIME, NOTHING",
        "UNKNOWN, 3, 3, TIME, NOTHING",
        "UNKNOWN, 3, 3, TROUBLE, NOTHING",
    })
    void renewsOnceForEachVersionBeforeItGivesUp(
            TroubleKind kind, long reported, long version, AccessCause cause, Reaction expected) {
        // When
        var reaction = TroublePlanner.reaction(kind, reported, version, cause);

        // Then
        assertThat(reaction).isEqualTo(expected);
    }
}
