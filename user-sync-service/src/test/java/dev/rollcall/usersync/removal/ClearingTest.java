package dev.rollcall.usersync.removal;

import java.util.Optional;

import dev.rollcall.model.SubjectId;
import dev.rollcall.model.ZenQmsUserId;
import dev.rollcall.zenqms.ZenQmsUser;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ClearingTest {

    @ParameterizedTest(
            name = "the user carries {0}, a call may have cleared it: {1}, a read-back showed it: {2} -> {3}")
    @CsvSource(nullValues = "-", textBlock = """
            ada,     false, false, clear
            ada,     true,  false, clear
            ada,     true,  true,  clear
            -,       true,  false, done
            -,       true,  true,  done
            -,       false, false, already-cleared
            '',      true,  false, done
            bob,     false, false, linked-to-other
            bob,     true,  true,  linked-to-other
            ADA,     false, false, linked-to-other
            no user, false, false, user-gone
            no user, true,  false, user-gone
            no user, true,  true,  clear
            """)
    void promise8_clearsExactlyWhatIsStillOurs(String externalId, boolean begun, boolean shown, String expected) {
        assertThat(word(Clearing.of(new SubjectId("ada"), user(externalId), begun, shown)))
                .isEqualTo(expected);
    }

    private static String word(Clearing clearing) {
        return switch (clearing) {
            case Clearing.Clear() -> "clear";
            case Clearing.Done() -> "done";
            case Clearing.LeaveAlone(var reason, var ignored) -> reason;
            case Clearing.Refused ignored -> "refused";
        };
    }

    private static Optional<ZenQmsUser> user(String externalId) {
        return "no user".equals(externalId)
                ? Optional.empty()
                : Optional.of(new ZenQmsUser(
                        new ZenQmsUserId("7"), externalId, "ada@x.example", "Ada", "Lovelace", "Programmer", true));
    }
}
