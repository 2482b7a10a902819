package dev.rollcall.usersync.removal;

import java.util.Optional;

import dev.rollcall.model.SubjectId;
import dev.rollcall.model.ZenQmsUserId;
import dev.rollcall.zenqms.ZenQmsUser;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ClearingTest {

    @ParameterizedTest(name = "the user carries {0}, a call may have cleared it: {1} -> {2}")
    @CsvSource(nullValues = "-", textBlock = """
            ada,     false, clear
            ada,     true,  clear
            -,       true,  done
            -,       false, already-cleared
            '',      true,  done
            bob,     false, linked-to-other
            bob,     true,  linked-to-other
            ADA,     false, linked-to-other
            no user, false, user-gone
            no user, true,  user-gone
            """)
    void promise8_clearsExactlyWhatIsStillOurs(String externalId, boolean begun, String expected) {
        assertThat(word(Clearing.of(new SubjectId("ada"), user(externalId), begun)))
                .isEqualTo(expected);
    }

    private static String word(Clearing clearing) {
        return switch (clearing) {
            case Clearing.Clear() -> "clear";
            case Clearing.Done() -> "done";
            case Clearing.LeaveAlone(var reason, var ignored) -> reason;
        };
    }

    private static Optional<ZenQmsUser> user(String externalId) {
        return "no user".equals(externalId)
                ? Optional.empty()
                : Optional.of(new ZenQmsUser(
                        new ZenQmsUserId("7"), externalId, "ada@x.example", "Ada", "Lovelace", "Programmer", true));
    }
}
