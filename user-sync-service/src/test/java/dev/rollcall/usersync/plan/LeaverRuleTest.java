package dev.rollcall.usersync.plan;

import java.util.Optional;

import dev.rollcall.model.DirectoryPerson;
import dev.rollcall.model.Scope;
import dev.rollcall.model.SubjectId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class LeaverRuleTest {

    @ParameterizedTest(name = "held {0}, ruling {1}, directory says {2}, rejected {3} -> {4}")
    @CsvSource(nullValues = "-", textBlock = """
            false, -,        DISABLED, -,        ASK_THE_BRAKE
            true,  -,        DISABLED, -,        HELD
            true,  -,        DELETED,  -,        HELD
            true,  RELEASED, DISABLED, -,        NOW
            true,  RELEASED, DELETED,  DISABLED, NOW
            true,  REJECTED, DISABLED, -,        REJECTED
            true,  REJECTED, DELETED,  DISABLED, REJECTED
            false, -,        DISABLED, DISABLED, REJECTED
            false, -,        DELETED,  DELETED,  REJECTED
            true,  -,        DISABLED, DISABLED, REJECTED
            false, -,        DELETED,  DISABLED, ASK_THE_BRAKE
            false, -,        DISABLED, DELETED,  ASK_THE_BRAKE
            true,  -,        DELETED,  DISABLED, HELD
            false, -,        -,        DISABLED, ASK_THE_BRAKE
            """)
    void decidesByTheTable(
            boolean held, Ruling ruling, Departure departure, Departure rejected, LeaverRule.Decision expected) {
        assertThat(LeaverRule.decide(held, ruling, departure, rejected)).isEqualTo(expected);
    }

    @Test
    void namesAndTitlesAreNoReasonToAskAgain() {
        assertThat(of(present("Programmer", false)))
                .contains(Departure.DISABLED)
                .isEqualTo(of(present("Countess", false)));
        assertThat(of(present("Programmer", true))).isEmpty();
        assertThat(of(present("Programmer", null))).isEmpty();
    }

    private static Optional<Departure> of(PersonState state) {
        return Departure.of(state, Scope.EVERYBODY);
    }

    private static PersonState present(String title, Boolean enabled) {
        return new PersonState.Present(
                new DirectoryPerson(new SubjectId("ada"), "ada@x.example", "Ada", "Lovelace", title, enabled, false));
    }
}
