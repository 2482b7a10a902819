package dev.rollcall.usersync.reconcile;

import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;

import dev.rollcall.model.IntegrationState;
import dev.rollcall.model.LinksCleared;
import dev.rollcall.model.Outcome;
import dev.rollcall.model.OutcomeKind;
import dev.rollcall.model.TroubleKind;
import dev.rollcall.sandbox.Fault;
import dev.rollcall.sandbox.Person;
import dev.rollcall.sandbox.ZenFaults;
import dev.rollcall.sandbox.ZenUser;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/** A removal step by step: what other people, dead workers and ZenQMS do in between. */
class RemovalTest {

    private static OneProcess world;

    private Person ada;

    @BeforeAll
    static void start(@TempDir Path folder) {
        world = new OneProcess("removals", folder);
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @BeforeEach
    void adaIsThere() {
        world.newIntegration();
        ada = world.created("Ada");
    }

    @Test
    void promise8_whatZenQmsShowsAgainWhenItIsReadBackIsClearedAgainAndToldOnce() {
        // Given
        world.remove();
        world.workOnce();
        assertThat(userOf(ada).externalId()).isNull();
        assertThat(world.linksCleared()).isEmpty();

        // When: somebody, or a late write, sets it again before it was read back.
        world.zenQms().edit(userOf(ada).id(), user -> user.withExternalId(ada.id()));
        world.work();

        // Then
        assertThat(userOf(ada).externalId()).isNull();
        assertThat(world.told(ada)).containsExactly(OutcomeKind.CREATED, OutcomeKind.UNLINKED);
        assertThat(world.linksCleared())
                .extracting(LinksCleared::cleared, LinksCleared::leftAlone)
                .containsExactly(tuple(2L, 0L));
    }

    @Test
    void promise8_aCallWhoseAnswerNeverCameCountsAsOurs() {
        // Given: marked, called, and not recorded, as by a worker that was killed.
        world.execute(
                "update ledger set removal = 'CLEARING' where integration_id = ? and subject_id = ?",
                world.integration().value(),
                ada.id());
        world.zenQms().edit(userOf(ada).id(), user -> user.withExternalId(null));
        var writes = world.writes();

        // When
        world.remove();
        world.work();

        // Then: of the witness alone.
        assertThat(world.writes()).isEqualTo(writes + 1);
        assertThat(world.told(ada)).endsWith(OutcomeKind.UNLINKED);
    }

    @Test
    void promise8_aCreateThatNobodyRecordedIsTakenBack() {
        // Given: as by a worker that was killed after its call.
        var bob = world.directory().add(world.complete("Bob"));
        world.execute(
                "insert into intent (integration_id, scope, email_lower, subject_id, purpose, opened_at)"
                        + " values (?, 'apply', ?, ?, 'CREATED', now())",
                world.integration().value(),
                bob.mail(),
                bob.id());
        var user = world.zenQms()
                .seed(ZenUser.of(bob.mail(), "Bob", "Lovelace", "Programmer").withExternalId(bob.id()));

        // When
        world.remove();
        world.work();
        world.workAfter(Duration.ofSeconds(10));
        var before = userWith(user.id()).externalId();
        world.workAfter(Duration.ofSeconds(10));

        // Then
        assertThat(before).as("the call might still be on its way").isEqualTo(bob.id());
        assertThat(userWith(user.id()).externalId()).isNull();
        assertThat(world.linksCleared()).hasSize(1);
        assertThat(world.rows("intent where integration_id = :integration")).isZero();
    }

    @Test
    void noOtherWorkIsDoneAndNothingIsLeftOfIt() {
        // Given
        world.directory().change(ada.id(), p -> p.withAccountEnabled(false));
        world.notice(ada);

        // When
        world.remove();
        world.notice(ada);
        world.work();
        world.notice(ada);
        world.work();

        // Then
        assertThat(userOf(ada).active()).isTrue();
        assertThat(world.rows("work_row where integration_id = :integration")).isZero();
        assertThat(world.outcomes(ada)).extracting(Outcome::kind).endsWith(OutcomeKind.UNLINKED);
    }

    @Test
    void whoIsBeingWorkedOnIsWaitedFor() {
        // Given: leased by a worker that stands still.
        world.notice(ada);
        world.execute(
                "update work_row set fence = nextval('work_fence'), leased_until = now() + interval '30 seconds'"
                        + " where integration_id = ?",
                world.integration().value());

        // When
        world.remove();
        world.workAfter(Duration.ofSeconds(20));
        var before = userOf(ada).externalId();
        world.workAfter(Duration.ofSeconds(11));

        // Then
        assertThat(before).isEqualTo(ada.id());
        assertThat(userOf(ada).externalId()).isNull();
    }

    @Test
    void anOutageOfZenQmsIsWaitedFor() {
        // Given
        world.zenQms().failNext(3, 503, null);

        // When
        world.remove();
        for (int i = 0; i < 10; i++) {
            world.workAfter(Duration.ofSeconds(15));
        }

        // Then
        assertThat(userOf(ada).externalId()).isNull();
        assertThat(world.linksCleared()).hasSize(1);
    }

    @Test
    void aRemovalThatIsReportedIsNotBegunAgain() {
        // Given
        world.remove();
        world.work();
        world.zenQms().edit(userOf(ada).id(), user -> user.withExternalId(ada.id()));

        // When
        world.workAfter(Duration.ofDays(1));

        // Then: whoever set it now was not us.
        assertThat(userOf(ada).externalId()).isEqualTo(ada.id());
        world.settings(IntegrationState.REMOVED);
        world.work();
        assertThat(world.rows("ledger where integration_id = :integration")).isZero();
    }

    @Test
    void promise1_thatLinksAreClearedIsSaidAgainEachHourUntilTheSettingsHaveIt() {
        // Given
        var run = world.remove();
        world.work();

        // When
        world.workAfter(Duration.ofMinutes(59));
        var withinTheHour = world.linksCleared();
        world.workAfter(Duration.ofMinutes(1));
        world.work();
        world.workAfter(Duration.ofHours(1));

        // Then
        assertThat(withinTheHour).hasSize(1);
        assertThat(world.linksCleared())
                .extracting(said -> said.envelope().runId(), LinksCleared::cleared, LinksCleared::leftAlone)
                .containsExactly(tuple(run, 2L, 0L), tuple(run, 2L, 0L), tuple(run, 2L, 0L));
        world.settings(IntegrationState.REMOVED);
        world.workAfter(Duration.ofHours(2));
        assertThat(world.linksCleared()).hasSize(3);
    }

    @Test
    void promise8_aRemovalDoesNotEndWhileZenQmsRefusesToClear() {
        // Given
        world.zenQms().faults().next(1_000, ZenFaults.PATCH, new Fault.Refuse(422, null));

        // When
        world.remove();
        world.work();
        var asked = patches();
        world.workAfter(Duration.ofMinutes(59));

        // Then: nothing is forgotten, and ZenQMS is left in peace.
        assertThat(asked).isEqualTo(2);
        assertThat(patches()).isEqualTo(asked);
        assertThat(world.told(ada)).containsExactly(OutcomeKind.CREATED);
        assertThat(world.linksCleared()).isEmpty();
        assertThat(world.troubles()).singleElement().satisfies(trouble -> {
            assertThat(trouble.kind()).isEqualTo(TroubleKind.REMOVAL_STUCK);
            assertThat(trouble.accessVersion()).isPositive();
            assertThat(trouble.detail()).contains("refuses", "clear-external-id");
        });

        // When: an hour is over.
        world.workAfter(Duration.ofMinutes(1));
        assertThat(patches()).isEqualTo(2 * asked);

        // When: there is other access.
        world.zenQms().faults().recover();
        world.access();
        world.work();

        // Then
        assertThat(userOf(ada).externalId()).isNull();
        assertThat(world.told(ada)).containsExactly(OutcomeKind.CREATED, OutcomeKind.UNLINKED);
        assertThat(world.linksCleared())
                .extracting(LinksCleared::cleared, LinksCleared::leftAlone)
                .containsExactly(tuple(2L, 0L));
    }

    @Test
    void promise9_whoIsRefusedOnceStopsNobodyElse() {
        // Given
        world.zenQms().faults().next(1, ZenFaults.PATCH, new Fault.Refuse(400, null));

        // When
        world.remove();
        world.work();

        // Then
        assertThat(world.linksCleared())
                .extracting(LinksCleared::cleared, LinksCleared::leftAlone)
                .containsExactly(tuple(2L, 0L));
        assertThat(world.troubles()).isEmpty();
    }

    @Test
    void promise8_aZenQmsThatAcceptsAndIgnoresIsNotWrittenToWithoutEnd() {
        // Given: more people than are tried at a time.
        IntStream.range(0, 23).forEach(i -> world.created("Bob" + i));
        var before = world.zenQms().users();
        world.zenQms()
                .beforeResponse(call -> before.stream()
                        .filter(user -> call.operation().equals(ZenFaults.PATCH)
                                && call.path().endsWith("/" + user.id()))
                        .forEach(user -> world.zenQms().edit(user.id(), now -> user)));

        // When
        world.remove();
        world.work();
        var written = patches();
        world.workAfter(Duration.ofMinutes(59));

        // Then
        assertThat(written).as("all of them, three times").isEqualTo(3 * 25);
        assertThat(patches()).isEqualTo(written);
        assertThat(world.linksCleared()).isEmpty();
        assertThat(world.troubles()).singleElement().satisfies(trouble -> {
            assertThat(trouble.kind()).isEqualTo(TroubleKind.REMOVAL_STUCK);
            assertThat(trouble.detail()).contains("still shows", "clear-external-id");
        });

        // When
        world.workAfter(Duration.ofMinutes(1));
        world.access();
        world.work();

        // Then
        assertThat(patches()).as("a few after an hour, a few with other access").isEqualTo(written + 2 * 20);
        assertThat(world.zenQms().users()).containsExactlyInAnyOrderElementsOf(before);

        // When
        world.zenQms().beforeResponse(null);
        world.workAfter(Duration.ofHours(1));

        // Then
        assertThat(world.zenQms().users())
                .extracting(ZenUser::externalId)
                .containsOnly(null, "somebody-of-another-directory");
        assertThat(world.linksCleared())
                .extracting(LinksCleared::cleared, LinksCleared::leftAlone)
                .containsExactly(tuple(25L, 0L));
        assertThat(world.told(ada)).containsExactly(OutcomeKind.CREATED, OutcomeKind.UNLINKED);
    }

    @Test
    void promise8_whoWasLeftAloneIsReadBackAndClearedIfTheyCarryOurExternalIdAfterAll() {
        // Given
        var hidden = userOf(ada);
        world.zenQms().edit(hidden.id(), user -> user.withExternalId("given-to-another"));
        world.remove();
        world.workOnce();
        assertThat(world.outcomes(ada).getLast().kind()).isEqualTo(OutcomeKind.SKIPPED);

        // When
        world.zenQms().edit(hidden.id(), user -> hidden);
        world.work();

        // Then
        assertThat(userOf(ada).externalId()).isNull();
        assertThat(world.told(ada)).endsWith(OutcomeKind.SKIPPED, OutcomeKind.UNLINKED);
        assertThat(world.linksCleared())
                .extracting(LinksCleared::cleared, LinksCleared::leftAlone)
                .containsExactly(tuple(2L, 0L));
    }

    private static long patches() {
        return world.zenQms().calls().stream()
                .filter(call -> call.operation().equals(ZenFaults.PATCH))
                .count();
    }

    private static ZenUser userOf(Person person) {
        return world.zenQms().users().stream()
                .filter(user -> person.mail().equals(user.email()))
                .findFirst()
                .orElseThrow();
    }

    private static ZenUser userWith(String id) {
        return world.zenQms().users().stream()
                .filter(user -> user.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
