package dev.rollcall.usersync.plan;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import dev.rollcall.model.LinkOrigin;
import dev.rollcall.model.SubjectId;
import dev.rollcall.model.ZenQmsUserId;
import dev.rollcall.zenqms.ZenQmsUser;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class MatcherTest {

    private static final SubjectId ADA = new SubjectId("ada");
    private static final SubjectId BOB = new SubjectId("bob");
    private static final String MAIL = "ada@x.example";
    private static final Function<ZenQmsUserId, Optional<Owner>> NOBODY = user -> Optional.empty();

    private static final ZenQmsUser MINE = user("1", "ada", "old@x.example");
    private static final ZenQmsUser MINE_TOO = user("2", "ada", MAIL);
    private static final ZenQmsUser FREE = user("3", null, "ADA@x.example");
    private static final ZenQmsUser FREE_TOO = user("4", null, MAIL);
    private static final ZenQmsUser BOBS = user("5", "bob", MAIL);
    private static final ZenQmsUser STRANGER = user("6", null, "eve@x.example");
    private static final ZenQmsUser BOBS_OTHER = user("7", "bob", "bob@x.example");

    static Stream<Arguments> candidates() {
        return Stream.of(
                Arguments.of("nobody", List.of(), true, new Match.None()),
                Arguments.of("my external id", List.of(MINE), true, linked(MINE)),
                Arguments.of("my external id before my mail", List.of(FREE, MINE), true, linked(MINE)),
                Arguments.of("my external id before another's mail", List.of(BOBS, MINE), true, linked(MINE)),
                Arguments.of("my mail in another case", List.of(FREE), true, new Match.ByEmail(FREE)),
                Arguments.of("the same user found twice", List.of(FREE, FREE), true, new Match.ByEmail(FREE)),
                Arguments.of(
                        "everybody, as a server that ignores the filter sends",
                        List.of(STRANGER, BOBS_OTHER),
                        true,
                        new Match.None()),
                Arguments.of("me among everybody", List.of(STRANGER, BOBS_OTHER, FREE), true, new Match.ByEmail(FREE)),
                Arguments.of(
                        "two with my external id",
                        List.of(MINE, MINE_TOO),
                        true,
                        new Match.Disputed(SkipReason.EXTERNAL_ID_AMBIGUOUS, List.of("1", "2"))),
                Arguments.of(
                        "two with my mail",
                        List.of(FREE, FREE_TOO),
                        true,
                        new Match.Disputed(SkipReason.MAIL_AMBIGUOUS, List.of("3", "4"))),
                Arguments.of(
                        "one with my mail and one linked to another with it too",
                        List.of(FREE, BOBS),
                        true,
                        new Match.Disputed(SkipReason.MAIL_AMBIGUOUS, List.of("3", "5"))),
                Arguments.of(
                        "my mail on a user linked to another",
                        List.of(BOBS),
                        true,
                        new Match.Disputed(SkipReason.MAIL_OWNED_BY_OTHER, List.of("bob"))),
                Arguments.of(
                        "a guest's mail on an existing user",
                        List.of(FREE),
                        false,
                        new Match.Disputed(SkipReason.GUEST_MAIL_NOT_MATCHED, List.of("3"))),
                Arguments.of("a guest already linked", List.of(MINE), false, linked(MINE)),
                Arguments.of("a guest nobody knows", List.of(STRANGER), false, new Match.None()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("candidates")
    void promise3_verifiesEachCandidate(String what, List<ZenQmsUser> found, boolean mailMayLink, Match expected) {
        assertThat(Matcher.match(ADA, MAIL, mailMayLink, found, NOBODY)).isEqualTo(expected);
    }

    @Test
    void promise3_aUserOurLedgerLinksToAnotherIsNotTakenWithOrWithoutExternalId() {
        // Given
        Function<ZenQmsUserId, Optional<Owner>> owner = user -> Optional.of(new Owner(BOB, false));
        var shared = new Match.Disputed(SkipReason.MAIL_SHARED_IN_DIRECTORY, List.of("bob"));

        // When
        var withoutExternalId = Matcher.match(ADA, MAIL, true, List.of(FREE), owner);
        var withExternalId = Matcher.match(ADA, MAIL, true, List.of(BOBS), owner);

        // Then
        assertThat(withoutExternalId).isEqualTo(shared);
        assertThat(withExternalId).isEqualTo(shared);
    }

    @Test
    void withoutAMailOnlyTheExternalIdCounts() {
        assertThat(Matcher.match(ADA, null, true, List.of(FREE, STRANGER), NOBODY))
                .isEqualTo(new Match.None());
        assertThat(Matcher.match(ADA, null, true, List.of(FREE, MINE), NOBODY)).isEqualTo(linked(MINE));
    }

    @Test
    void confirmsALinkOnlyOnTheUserItNames() {
        assertThat(Matcher.confirm(ADA, MINE.id(), LinkOrigin.CREATED, List.of(MAIL), List.of(STRANGER, MINE)))
                .contains(new Match.Linked(MINE, LinkOrigin.CREATED));
        assertThat(Matcher.confirm(ADA, MINE.id(), LinkOrigin.CREATED, List.of(MAIL), List.of(STRANGER, FREE)))
                .isEmpty();
    }

    @Test
    void aLinkWhoseExternalIdWasClearedByHandStillHolds() {
        assertThat(Matcher.confirm(ADA, FREE.id(), LinkOrigin.BY_EMAIL, List.of(MAIL), List.of(FREE)))
                .contains(new Match.Linked(FREE, LinkOrigin.BY_EMAIL));
    }

    @Test
    void promise3_aLinkThatNowCarriesAnothersExternalIdIsDisputed() {
        assertThat(Matcher.confirm(ADA, BOBS.id(), LinkOrigin.BY_EMAIL, List.of(MAIL), List.of(BOBS)))
                .contains(new Match.Disputed(SkipReason.LINKED_TO_OTHER, List.of("bob")));
    }

    @Test
    void promise3_theSameIdInAnotherAccountIsAStranger() {
        assertThat(Matcher.confirm(ADA, STRANGER.id(), LinkOrigin.CREATED, List.of(MAIL), List.of(STRANGER)))
                .isEmpty();
        assertThat(Matcher.confirm(ADA, BOBS_OTHER.id(), LinkOrigin.CREATED, List.of(MAIL), List.of(BOBS_OTHER)))
                .isEmpty();
    }

    @Test
    void promise3_anExternalIdSetByHandOnAnothersUserIsDisputed() {
        // Given
        Function<ZenQmsUserId, Optional<Owner>> owner = user -> Optional.of(new Owner(BOB, false));

        // When
        var match = Matcher.match(ADA, MAIL, true, List.of(MINE), owner);

        // Then
        assertThat(match).isEqualTo(new Match.Disputed(SkipReason.LINKED_TO_OTHER, List.of("bob")));
    }

    @Test
    void aDepartedPersonsUserGoesToSomebodyElseOnceItsExternalIdIsCleared() {
        // Given
        Function<ZenQmsUserId, Optional<Owner>> departed = user -> Optional.of(new Owner(BOB, true));

        // When
        var stillLinked = Matcher.match(ADA, MAIL, true, List.of(BOBS), departed);
        var cleared = Matcher.match(ADA, MAIL, true, List.of(FREE), departed);

        // Then
        assertThat(stillLinked).isEqualTo(new Match.Disputed(SkipReason.MAIL_OF_FORMER_PERSON, List.of("bob")));
        assertThat(cleared).isEqualTo(new Match.ByEmail(FREE));
    }

    private static Match linked(ZenQmsUser user) {
        return new Match.Linked(user, LinkOrigin.BY_EXTERNAL_ID);
    }

    private static ZenQmsUser user(String id, String externalId, String mail) {
        return new ZenQmsUser(new ZenQmsUserId(id), externalId, mail, "Ada", "Lovelace", "Programmer", true);
    }
}
