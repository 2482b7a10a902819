package dev.rollcall.usersync.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.rollcall.usersync.plan.Examples.FULL;
import static dev.rollcall.usersync.plan.Examples.LINK_ONLY;
import static dev.rollcall.usersync.plan.Examples.NO_CREATE;
import static dev.rollcall.usersync.plan.Examples.OUT_AND_LINK_ONLY;
import static dev.rollcall.usersync.plan.Examples.OUT_OF_SCOPE;
import static dev.rollcall.usersync.plan.Examples.UNDECIDED;
import static dev.rollcall.usersync.plan.Examples.matches;
import static dev.rollcall.usersync.plan.Examples.states;
import static dev.rollcall.usersync.plan.Examples.word;
import static org.assertj.core.api.Assertions.assertThat;

/** Every person state with every match in every mode. */
class PlanningTableTest {

    /** Columns: what matched. Cells: the plan's kind, "-" for nothing to do, or the reason of a skip. */
    private static final String COLUMNS =
            "same | differs | inactive | byEmail | none | disputed | inactiveByEmail | cleared";

    private static final String FULL_TABLE = """
            enabled           | -                 | update            | reactivate        | link              | create                | mail-owned-by-other | reactivate | link
            disabled          | deactivate        | deactivate        | -                 | deactivate        | disabled-in-directory | mail-owned-by-other | link | deactivate
            statusUnknown     | -                 | update            | -                 | link              | status-unknown        | mail-owned-by-other | link | link
            noTitle           | missing-job-title | missing-job-title | missing-job-title | missing-job-title | missing-job-title     | missing-job-title | missing-job-title | missing-job-title
            noTitleDisabled   | deactivate        | deactivate        | -                 | missing-job-title | missing-job-title     | missing-job-title | missing-job-title | deactivate
            noMail            | missing-mail      | missing-mail      | missing-mail      | missing-mail      | missing-mail          | missing-mail | missing-mail | missing-mail
            badMail           | invalid-mail      | invalid-mail      | invalid-mail      | invalid-mail      | invalid-mail          | invalid-mail | invalid-mail | invalid-mail
            badMailDisabled   | deactivate        | deactivate        | -                 | invalid-mail      | invalid-mail          | invalid-mail | invalid-mail | deactivate
            deleted           | deactivate        | deactivate        | -                 | deleted-in-directory | deleted-in-directory | mail-owned-by-other | deleted-in-directory | deactivate
            """;

    private static final String NO_CREATE_TABLE = """
            enabled           | -                 | update            | reactivate        | link              | creating-is-off       | mail-owned-by-other | reactivate | link
            disabled          | deactivate        | deactivate        | -                 | deactivate        | creating-is-off       | mail-owned-by-other | link | deactivate
            statusUnknown     | -                 | update            | -                 | link              | creating-is-off       | mail-owned-by-other | link | link
            noTitle           | missing-job-title | missing-job-title | missing-job-title | missing-job-title | missing-job-title     | missing-job-title | missing-job-title | missing-job-title
            noTitleDisabled   | deactivate        | deactivate        | -                 | missing-job-title | missing-job-title     | missing-job-title | missing-job-title | deactivate
            noMail            | missing-mail      | missing-mail      | missing-mail      | missing-mail      | missing-mail          | missing-mail | missing-mail | missing-mail
            badMail           | invalid-mail      | invalid-mail      | invalid-mail      | invalid-mail      | invalid-mail          | invalid-mail | invalid-mail | invalid-mail
            badMailDisabled   | deactivate        | deactivate        | -                 | invalid-mail      | invalid-mail          | invalid-mail | invalid-mail | deactivate
            deleted           | deactivate        | deactivate        | -                 | deleted-in-directory | deleted-in-directory | mail-owned-by-other | deleted-in-directory | deactivate
            """;

    private static final String LINK_ONLY_TABLE = """
            enabled           | -                 | -                 | -                 | link              | creating-is-off       | mail-owned-by-other | link | link
            disabled          | -                 | -                 | -                 | link              | creating-is-off       | mail-owned-by-other | link | link
            statusUnknown     | -                 | -                 | -                 | link              | creating-is-off       | mail-owned-by-other | link | link
            noTitle           | missing-job-title | missing-job-title | missing-job-title | missing-job-title | missing-job-title     | missing-job-title | missing-job-title | missing-job-title
            noTitleDisabled   | missing-job-title | missing-job-title | missing-job-title | missing-job-title | missing-job-title     | missing-job-title | missing-job-title | missing-job-title
            noMail            | missing-mail      | missing-mail      | missing-mail      | missing-mail      | missing-mail          | missing-mail | missing-mail | missing-mail
            badMail           | invalid-mail      | invalid-mail      | invalid-mail      | invalid-mail      | invalid-mail          | invalid-mail | invalid-mail | invalid-mail
            badMailDisabled   | invalid-mail      | invalid-mail      | invalid-mail      | invalid-mail      | invalid-mail          | invalid-mail | invalid-mail | invalid-mail
            deleted           | -                 | -                 | -                 | deleted-in-directory | deleted-in-directory | mail-owned-by-other | deleted-in-directory | -
            """;

    private static final String OUT_TABLE = """
            enabled         | deactivate | deactivate | - | out-of-scope | out-of-scope | out-of-scope | out-of-scope | deactivate
            disabled        | deactivate | deactivate | - | out-of-scope | out-of-scope | out-of-scope | out-of-scope | deactivate
            statusUnknown   | deactivate | deactivate | - | out-of-scope | out-of-scope | out-of-scope | out-of-scope | deactivate
            noTitle         | deactivate | deactivate | - | out-of-scope | out-of-scope | out-of-scope | out-of-scope | deactivate
            noTitleDisabled | deactivate | deactivate | - | out-of-scope | out-of-scope | out-of-scope | out-of-scope | deactivate
            noMail          | deactivate | deactivate | - | out-of-scope | out-of-scope | out-of-scope | out-of-scope | deactivate
            badMail         | deactivate | deactivate | - | out-of-scope | out-of-scope | out-of-scope | out-of-scope | deactivate
            badMailDisabled | deactivate | deactivate | - | out-of-scope | out-of-scope | out-of-scope | out-of-scope | deactivate
            deleted         | deactivate | deactivate | - | deleted-in-directory | deleted-in-directory | mail-owned-by-other | deleted-in-directory | deactivate
            """;

    private static final String OUT_AND_LINK_ONLY_TABLE = """
            enabled         | out-of-scope | out-of-scope | out-of-scope | out-of-scope | out-of-scope | out-of-scope | out-of-scope | out-of-scope
            disabled        | out-of-scope | out-of-scope | out-of-scope | out-of-scope | out-of-scope | out-of-scope | out-of-scope | out-of-scope
            statusUnknown   | out-of-scope | out-of-scope | out-of-scope | out-of-scope | out-of-scope | out-of-scope | out-of-scope | out-of-scope
            noTitle         | out-of-scope | out-of-scope | out-of-scope | out-of-scope | out-of-scope | out-of-scope | out-of-scope | out-of-scope
            noTitleDisabled | out-of-scope | out-of-scope | out-of-scope | out-of-scope | out-of-scope | out-of-scope | out-of-scope | out-of-scope
            noMail          | out-of-scope | out-of-scope | out-of-scope | out-of-scope | out-of-scope | out-of-scope | out-of-scope | out-of-scope
            badMail         | out-of-scope | out-of-scope | out-of-scope | out-of-scope | out-of-scope | out-of-scope | out-of-scope | out-of-scope
            badMailDisabled | out-of-scope | out-of-scope | out-of-scope | out-of-scope | out-of-scope | out-of-scope | out-of-scope | out-of-scope
            deleted         | - | - | - | deleted-in-directory | deleted-in-directory | mail-owned-by-other | deleted-in-directory | -
            """;

    private static final String UNDECIDED_TABLE = """
            enabled | - | update | reactivate | scope-undecided | scope-undecided | mail-owned-by-other | scope-undecided | link
            disabled | deactivate | deactivate | - | scope-undecided | scope-undecided | mail-owned-by-other | scope-undecided | deactivate
            statusUnknown | - | update | - | scope-undecided | scope-undecided | mail-owned-by-other | scope-undecided | link
            noTitle | missing-job-title | missing-job-title | missing-job-title | missing-job-title | missing-job-title | missing-job-title | missing-job-title | missing-job-title
            noTitleDisabled | deactivate | deactivate | - | missing-job-title | missing-job-title | missing-job-title | missing-job-title | deactivate
            noMail | missing-mail | missing-mail | missing-mail | missing-mail | missing-mail | missing-mail | missing-mail | missing-mail
            badMail | invalid-mail | invalid-mail | invalid-mail | invalid-mail | invalid-mail | invalid-mail | invalid-mail | invalid-mail
            badMailDisabled | deactivate | deactivate | - | invalid-mail | invalid-mail | invalid-mail | invalid-mail | deactivate
            deleted | deactivate | deactivate | - | deleted-in-directory | deleted-in-directory | mail-owned-by-other | deleted-in-directory | deactivate
            """;

    static Stream<Arguments> table() {
        var cases = new ArrayList<Arguments>();
        addCases(cases, "full", FULL, FULL_TABLE);
        addCases(cases, "no create", NO_CREATE, NO_CREATE_TABLE);
        addCases(cases, "link only", LINK_ONLY, LINK_ONLY_TABLE);
        addCases(cases, "out of scope", OUT_OF_SCOPE, OUT_TABLE);
        addCases(cases, "out of scope, link only", OUT_AND_LINK_ONLY, OUT_AND_LINK_ONLY_TABLE);
        addCases(cases, "scope undecided", UNDECIDED, UNDECIDED_TABLE);
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
        assertThat(table()).hasSize(6 * states().size() * matches().size());
    }

    @Test
    void aSkipBeforeMatchingIsTheSkipThatAnyMatchWouldGive() {
        for (var state : states().values()) {
            for (var policy : List.of(FULL, NO_CREATE, LINK_ONLY, OUT_OF_SCOPE, OUT_AND_LINK_ONLY, UNDECIDED)) {
                UserPlanner.skipBeforeMatching(state, policy, true)
                        .ifPresent(early -> matches()
                                .values()
                                .forEach(match -> assertThat(word(UserPlanner.plan(state, match, policy)))
                                        .isEqualTo(early.reason().label())));
            }
        }
    }

    @Test
    void nobodyDisabledOrDeletedIsSkippedBeforeLookingForTheirUser() {
        for (var state : List.of("disabled", "noTitleDisabled", "badMailDisabled", "deleted")) {
            assertThat(UserPlanner.skipBeforeMatching(states().get(state), FULL, false))
                    .isEmpty();
        }
        states().values()
                .forEach(state -> assertThat(UserPlanner.skipBeforeMatching(state, OUT_OF_SCOPE, true))
                        .isEmpty());
    }

    @Test
    void whomRollcallNeverLinkedIsSkippedOutsideTheScopeUnlessTheyAreDisabledOrDeleted() {
        for (var state : List.of("enabled", "statusUnknown", "noTitle", "noMail", "badMail")) {
            assertThat(reasonBeforeMatching(state, OUT_OF_SCOPE)).as(state).isEqualTo("out-of-scope");
            assertThat(reasonBeforeMatching(state, OUT_AND_LINK_ONLY)).as(state).isEqualTo("out-of-scope");
        }
        for (var state : List.of("disabled", "noTitleDisabled", "badMailDisabled")) {
            assertThat(reasonBeforeMatching(state, OUT_OF_SCOPE)).as(state).isNull();
            assertThat(reasonBeforeMatching(state, OUT_AND_LINK_ONLY))
                    .as("%s: linking alone takes nobody's access", state)
                    .isEqualTo("out-of-scope");
        }
        assertThat(reasonBeforeMatching("deleted", OUT_OF_SCOPE)).isNull();
        assertThat(reasonBeforeMatching("noMail", UNDECIDED)).isEqualTo("missing-mail");
    }

    private static String reasonBeforeMatching(String state, SyncPolicy policy) {
        return UserPlanner.skipBeforeMatching(states().get(state), policy, false)
                .map(skip -> skip.reason().label())
                .orElse(null);
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
}
