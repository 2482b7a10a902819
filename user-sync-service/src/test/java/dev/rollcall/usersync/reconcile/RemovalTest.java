package dev.rollcall.usersync.reconcile;

import java.nio.file.Path;
import java.time.Duration;

import dev.rollcall.model.IntegrationState;
import dev.rollcall.model.LinksCleared;
import dev.rollcall.model.Outcome;
import dev.rollcall.model.OutcomeKind;
import dev.rollcall.sandbox.Person;
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
        assertThat(world.linksCleared()).hasSize(1);
        world.settings(IntegrationState.REMOVED);
        world.work();
        assertThat(world.rows("ledger where integration_id = :integration")).isZero();
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
