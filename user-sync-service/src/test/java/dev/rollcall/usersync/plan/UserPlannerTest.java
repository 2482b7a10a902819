package dev.rollcall.usersync.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import dev.rollcall.model.DirectoryPerson;
import dev.rollcall.model.LinkOrigin;
import dev.rollcall.model.MappedFields;
import dev.rollcall.model.SubjectId;
import dev.rollcall.model.ZenQmsUserId;
import dev.rollcall.zenqms.ZenQmsUser;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Every person state with every match in every mode. */
class UserPlannerTest {

    private static final SubjectId ADA = new SubjectId("ada");
    private static final SyncPolicy FULL = new SyncPolicy(true, false, false, Set.of());
    private static final SyncPolicy NO_CREATE = new SyncPolicy(false, false, false, Set.of());
    private static final SyncPolicy LINK_ONLY = new SyncPolicy(true, false, true, Set.of());

    /** Columns: what matched. Cells: the plan's kind, "-" for nothing to do, or the reason of a skip. */
    private static final String COLUMNS = "same | differs | inactive | byEmail | none | disputed";

    private static final String FULL_TABLE = """
            enabled           | -                 | update            | reactivate        | link              | create                | mail-owned-by-other
            disabled          | deactivate        | deactivate        | -                 | deactivate        | disabled-in-directory | mail-owned-by-other
            statusUnknown     | -                 | update            | -                 | link              | status-unknown        | mail-owned-by-other
            noTitle           | missing-job-title | missing-job-title | missing-job-title | missing-job-title | missing-job-title     | missing-job-title
            noTitleDisabled   | deactivate        | deactivate        | -                 | missing-job-title | missing-job-title     | missing-job-title
            noMail            | missing-mail      | missing-mail      | missing-mail      | missing-mail      | missing-mail          | missing-mail
            badMail           | invalid-mail      | invalid-mail      | invalid-mail      | invalid-mail      | invalid-mail          | invalid-mail
            badMailDisabled   | deactivate        | deactivate        | -                 | invalid-mail      | invalid-mail          | invalid-mail
            deleted           | deactivate        | deactivate        | -                 | deleted-in-directory | deleted-in-directory | mail-owned-by-other
            """;

    private static final String NO_CREATE_TABLE = """
            enabled           | -                 | update            | reactivate        | link              | creating-is-off       | mail-owned-by-other
            disabled          | deactivate        | deactivate        | -                 | deactivate        | creating-is-off       | mail-owned-by-other
            statusUnknown     | -                 | update            | -                 | link              | creating-is-off       | mail-owned-by-other
            noTitle           | missing-job-title | missing-job-title | missing-job-title | missing-job-title | missing-job-title     | missing-job-title
            noTitleDisabled   | deactivate        | deactivate        | -                 | missing-job-title | missing-job-title     | missing-job-title
            noMail            | missing-mail      | missing-mail      | missing-mail      | missing-mail      | missing-mail          | missing-mail
            badMail           | invalid-mail      | invalid-mail      | invalid-mail      | invalid-mail      | invalid-mail          | invalid-mail
            badMailDisabled   | deactivate        | deactivate        | -                 | invalid-mail      | invalid-mail          | invalid-mail
            deleted           | deactivate        | deactivate        | -                 | deleted-in-directory | deleted-in-directory | mail-owned-by-other
            """;

    private static final String LINK_ONLY_TABLE = """
            enabled           | -                 | -                 | -                 | link              | creating-is-off       | mail-owned-by-other
            disabled          | -                 | -                 | -                 | link              | creating-is-off       | mail-owned-by-other
            statusUnknown     | -                 | -                 | -                 | link              | creating-is-off       | mail-owned-by-other
            noTitle           | missing-job-title | missing-job-title | missing-job-title | missing-job-title | missing-job-title     | missing-job-title
            noTitleDisabled   | missing-job-title | missing-job-title | missing-job-title | missing-job-title | missing-job-title     | missing-job-title
            noMail            | missing-mail      | missing-mail      | missing-mail      | missing-mail      | missing-mail          | missing-mail
            badMail           | invalid-mail      | invalid-mail      | invalid-mail      | invalid-mail      | invalid-mail          | invalid-mail
            badMailDisabled   | invalid-mail      | invalid-mail      | invalid-mail      | invalid-mail      | invalid-mail          | invalid-mail
            deleted           | -                 | -                 | -                 | deleted-in-directory | deleted-in-directory | mail-owned-by-other
            """;

    static Stream<Arguments> table() {
        var cases = new ArrayList<Arguments>();
        addCases(cases, "full", FULL, FULL_TABLE);
        addCases(cases, "no create", NO_CREATE, NO_CREATE_TABLE);
        addCases(cases, "link only", LINK_ONLY, LINK_ONLY_TABLE);
        return cases.stream();
    }

    @ParameterizedTest(name = "{0}: {1} x {2} -> {3}")
    @MethodSource("table")
    void plansByTheTable(String mode, String state, String match, String expected, SyncPolicy policy) {
        // When
        var plan = UserPlanner.plan(states().get(state), matches().get(match), policy);

        // Then
        assertThat(word(plan)).isEqualTo(expected);
    }

    @Test
    void theTablesLeaveNothingOut() {
        assertThat(table()).hasSize(3 * states().size() * matches().size());
    }

    @Test
    void aSkipBeforeMatchingIsTheSkipThatAnyMatchWouldGive() {
        for (var state : states().values()) {
            UserPlanner.skipBeforeMatching(state)
                    .ifPresent(early -> matches().values().forEach(match -> {
                        for (var policy : List.of(FULL, NO_CREATE, LINK_ONLY)) {
                            assertThat(word(UserPlanner.plan(state, match, policy)))
                                    .isEqualTo(early.reason().label());
                        }
                    }));
        }
    }

    @Test
    void nobodyDisabledOrDeletedIsSkippedBeforeLookingForTheirUser() {
        for (var state : List.of("disabled", "noTitleDisabled", "badMailDisabled", "deleted")) {
            assertThat(UserPlanner.skipBeforeMatching(states().get(state))).isEmpty();
        }
    }

    @Test
    void whatWasLeftOutIsNotRememberedAsWritten() {
        // Given
        var leaver = present("ada@x.example", "Programmer", false);

        // Then
        assertThat(UserPlanner.written(leaver, user("ada", "ada@x.example", "Programmer", true)))
                .isEmpty();
        assertThat(UserPlanner.written(leaver, user("ada", "ada@x.example", "Programmer", false)))
                .isPresent();
    }

    @Test
    void promise7_writesOnlyTheFieldsThatDifferAndSaysWhatTheyWere() {
        // Given
        var state = new PersonState.Present(person("Ada@x.example", "Ada", "Lovelace", "Countess", true));
        var match = new Match.Linked(user("ada", "ada@x.example", "Programmer", true), LinkOrigin.CREATED);

        // When
        var plan = UserPlanner.plan(state, match, FULL);

        // Then
        assertThat(plan).isInstanceOfSatisfying(UserPlan.Change.class, change -> {
            assertThat(change.changes()).isEqualTo(new MappedFields(null, null, null, null, "Countess", null));
            assertThat(change.before()).isEqualTo(new MappedFields(null, null, null, null, "Programmer", null));
        });
    }

    @Test
    void promise7_aMailThatDiffersInCaseAloneIsNoDifference() {
        // Given
        var state = new PersonState.Present(person("ADA@X.EXAMPLE", "Ada", "Lovelace", "Programmer", true));
        var match = new Match.Linked(user("ada", "ada@x.example", "Programmer", true), LinkOrigin.CREATED);

        // When
        var plan = UserPlanner.plan(state, match, FULL);

        // Then
        assertThat(plan).isInstanceOf(UserPlan.Nothing.class);
    }

    @Test
    void aProtectedLeaverStaysActiveAndTheRestIsWritten() {
        // Given
        var policy = new SyncPolicy(true, false, false, Set.of(ADA));
        var state = new PersonState.Present(person("ada@x.example", "Ada", "Lovelace", "Countess", false));
        var match = new Match.Linked(user("ada", "ada@x.example", "Programmer", true), LinkOrigin.CREATED);

        // When
        var plan = UserPlanner.plan(state, match, policy);

        // Then
        assertThat(plan)
                .isInstanceOfSatisfying(
                        UserPlan.Change.class,
                        change -> assertThat(change.changes())
                                .isEqualTo(new MappedFields(null, null, null, null, "Countess", null)));
    }

    @Test
    void aProtectedPersonWhoWasDeletedIsLeftAlone() {
        // Given
        var policy = new SyncPolicy(true, false, false, Set.of(ADA));
        var match = new Match.Linked(user("ada", "ada@x.example", "Programmer", true), LinkOrigin.CREATED);

        // When
        var plan = UserPlanner.plan(new PersonState.Deleted(ADA), match, policy);

        // Then
        assertThat(word(plan)).isEqualTo("protected");
    }

    @Test
    void aMailConflictDoesNotKeepALeaverActive() {
        // Given
        var state = new PersonState.Present(person("new@x.example", "Ada", "Lovelace", "Programmer", false));
        var match = new Match.Linked(user("ada", "ada@x.example", "Programmer", true), LinkOrigin.CREATED);
        var plan = (UserPlan.Change) UserPlanner.plan(state, match, FULL);

        // When
        var rest = UserPlanner.withoutMail(plan);

        // Then
        assertThat(rest).hasValueSatisfying(change -> {
            assertThat(change.kind()).isEqualTo(UserPlan.Kind.DEACTIVATE);
            assertThat(change.changes().email()).isNull();
        });
    }

    @Test
    void namesEveryMissingField() {
        // Given
        var state =
                new PersonState.Present(new DirectoryPerson(ADA, "ada@x.example", " ", "Lovelace", null, true, false));

        // When
        var skip = UserPlanner.skipBeforeMatching(state).orElseThrow();

        // Then
        assertThat(skip.reason()).isEqualTo(SkipReason.MISSING_GIVEN_NAME);
        assertThat(skip.detail()).contains("given name").contains("job title");
    }

    private static Map<String, PersonState> states() {
        var states = new LinkedHashMap<String, PersonState>();
        states.put("enabled", present("ada@x.example", "Programmer", true));
        states.put("disabled", present("ada@x.example", "Programmer", false));
        states.put("statusUnknown", present("ada@x.example", "Programmer", null));
        states.put("noTitle", present("ada@x.example", null, true));
        states.put("noTitleDisabled", present("ada@x.example", null, false));
        states.put("noMail", present(null, "Programmer", true));
        states.put("badMail", present("adä@x.example", "Programmer", true));
        states.put("badMailDisabled", present("adä@x.example", "Programmer", false));
        states.put("deleted", new PersonState.Deleted(ADA));
        return states;
    }

    private static Map<String, Match> matches() {
        var matches = new LinkedHashMap<String, Match>();
        matches.put("same", new Match.Linked(user("ada", "ada@x.example", "Programmer", true), LinkOrigin.CREATED));
        matches.put("differs", new Match.Linked(user("ada", "ada@x.example", "Intern", true), LinkOrigin.CREATED));
        matches.put(
                "inactive", new Match.Linked(user("ada", "ada@x.example", "Programmer", false), LinkOrigin.CREATED));
        matches.put("byEmail", new Match.ByEmail(user(null, "ada@x.example", "Programmer", true)));
        matches.put("none", new Match.None());
        matches.put("disputed", new Match.Disputed(SkipReason.MAIL_OWNED_BY_OTHER, List.of("bob")));
        return matches;
    }

    private static void addCases(List<Arguments> cases, String mode, SyncPolicy policy, String table) {
        var columns = COLUMNS.split("\\|");
        for (var line : table.strip().split("\n")) {
            var cells = line.split("\\|");
            for (int i = 0; i < columns.length; i++) {
                cases.add(Arguments.of(mode, cells[0].strip(), columns[i].strip(), cells[i + 1].strip(), policy));
            }
        }
    }

    private static String word(UserPlan plan) {
        return switch (plan) {
            case UserPlan.Create ignored -> "create";
            case UserPlan.Change change -> change.kind().name().toLowerCase(java.util.Locale.ROOT);
            case UserPlan.Nothing ignored -> "-";
            case UserPlan.Skip skip -> skip.reason().label();
        };
    }

    private static PersonState present(String mail, String title, Boolean enabled) {
        return new PersonState.Present(person(mail, "Ada", "Lovelace", title, enabled));
    }

    private static DirectoryPerson person(String mail, String given, String surname, String title, Boolean enabled) {
        return new DirectoryPerson(ADA, mail, given, surname, title, enabled, false);
    }

    private static ZenQmsUser user(String externalId, String mail, String title, boolean active) {
        return new ZenQmsUser(new ZenQmsUserId("7"), externalId, mail, "Ada", "Lovelace", title, active);
    }
}
