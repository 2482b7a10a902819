package dev.rollcall.usersync;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;

import dev.rollcall.model.IntegrationSettings;
import dev.rollcall.model.IntegrationState;
import dev.rollcall.model.MatchKind;
import dev.rollcall.model.Mode;
import dev.rollcall.model.OutcomeKind;
import dev.rollcall.model.SubjectId;
import dev.rollcall.sandbox.Fault;
import dev.rollcall.sandbox.Person;
import dev.rollcall.sandbox.ZenFaults;
import dev.rollcall.sandbox.ZenUser;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

/** Who gets which user: nobody twice, nobody taken over. */
class MatchingIT extends OnRealParts {

    @Test
    void promise2_threeTimesEachNoticeAndTwoReplicasMakeOneUserEach() {
        // Given
        var people = new ArrayList<Person>();
        for (int i = 0; i < 60; i++) {
            people.add(scenario.hire("Ada" + i));
        }
        var notices = new ArrayList<Person>();
        for (int i = 0; i < 3; i++) {
            notices.addAll(people);
        }
        Collections.shuffle(notices, new Random(42));

        // When
        notices.forEach(scenario::notice);

        // Then
        people.forEach(person -> scenario.awaitOutcome(person, OutcomeKind.CREATED));
        scenario.awaitQuiet();
        assertThat(scenario.zenQms().users()).hasSize(60);
        assertThat(Scenario.externalIds(scenario.zenQms()))
                .containsExactlyInAnyOrderElementsOf(
                        people.stream().map(Person::id).toList());
        assertThat(scenario.writes()).hasSize(60);
        assertThat(scenario.zenQms().mailsCaused()).isEmpty();
    }

    @Test
    void promise2_whoseChangeFailedInAWalkIsNotCreatedAnew() {
        // Given: linked by somebody else, under a former mail.
        var ada = scenario.hire("Ada");
        scenario.zenQms()
                .seed(ZenUser.of("former@" + scenario.id() + ".example", "Ada", "Lovelace", "Programmer")
                        .withExternalId(ada.id()));
        scenario.zenQms().faults().next(1, ZenFaults.PATCH, new Fault.Refuse(503, null));
        var run = Scenario.newRun();

        // When
        scenario.batches(run, Mode.APPLY, scenario.snapshot(), Instant.now());

        // Then
        scenario.awaitOutcomes(run, 1);
        assertThat(scenario.zenQms().users())
                .extracting(ZenUser::externalId, ZenUser::email)
                .containsExactly(tuple(ada.id(), ada.mail()));
    }

    @Test
    void promise3_aServerThatIgnoresTheFilterGetsNobodyLinkedWrongly() {
        // Given
        scenario.zenQms().externalIdFilterIgnored(true);
        var strangers = List.of(
                scenario.zenQms().seed(ZenUser.of("eve@" + scenario.id() + ".example", "Eve", "Stranger", "Auditor")),
                scenario.zenQms()
                        .seed(ZenUser.of("mallory@" + scenario.id() + ".example", "Mallory", "Stranger", "Auditor")));
        var person = scenario.hire("Ada");

        // When
        scenario.notice(person);

        // Then
        scenario.awaitOutcome(person, OutcomeKind.CREATED);
        assertThat(scenario.zenQms().users()).containsAll(strangers).hasSize(3);
    }

    @Test
    void promise3_ofTwoPeopleWithOneMailOneIsCreatedAndBothAreNamed() {
        // Given
        var ada = scenario.hire("Ada");
        var twin = scenario.directory().add(Person.of("Ada", "Twin", ada.mail().toUpperCase(), "Tester"));

        // When
        scenario.notice(ada);
        scenario.notice(twin);

        // Then
        await().atMost(Duration.ofSeconds(30))
                .until(() -> scenario.outcomes(ada).size() > 0
                        && scenario.outcomes(twin).size() > 0);
        assertThat(scenario.zenQms().users()).hasSize(1);
        var winner = scenario.zenQms().byExternalId(ada.id()).isPresent() ? ada : twin;
        var loser = winner == ada ? twin : ada;
        assertThat(scenario.outcomes(winner).getLast().kind()).isEqualTo(OutcomeKind.CREATED);
        assertThat(scenario.outcomes(loser).getLast()).satisfies(outcome -> {
            assertThat(outcome.kind()).isEqualTo(OutcomeKind.SKIPPED);
            assertThat(outcome.match()).isEqualTo(MatchKind.DISPUTED);
            assertThat(outcome.others()).containsExactly(winner.id());
        });
    }

    @Test
    void promise3_ofTwoPeopleWithOneMailOnlyOneIsLinkedToTheExistingUser() {
        // Given
        var ada = scenario.hire("Ada");
        var twin = scenario.directory().add(Person.of("Ada", "Twin", ada.mail(), "Tester"));
        scenario.zenQms().seed(ZenUser.of(ada.mail(), "Ada", "Lovelace", "Programmer"));
        scenario.zenQms().latency(Duration.ofMillis(100));
        var run = Scenario.newRun();

        // When
        scenario.batches(run, Mode.APPLY, scenario.snapshot(), Instant.now());

        // Then
        scenario.awaitOutcomes(run, 2);
        var linked = scenario.zenQms().users().getFirst().externalId();
        var links = scenario.writes().stream()
                .filter(call -> call.body().contains("external_id"))
                .toList();
        assertThat(links).hasSize(1);
        assertThat(linked).isIn(ada.id(), twin.id());
        var loser = new SubjectId(linked.equals(ada.id()) ? twin.id() : ada.id());
        assertThat(scenario.outcomesOf(run).get(loser).others()).containsExactly(linked);
    }

    @Test
    void promise3_aMailThatAnotherHasIsNotTakenAndTheRestIsWritten() {
        // Given
        var ada = created("Ada");
        var bob = created("Bob");

        // When
        scenario.directory().change(bob.id(), p -> p.withMail(ada.mail()).withJobTitle("Head of Tests"));
        scenario.notice(bob);

        // Then
        scenario.awaitOutcome(bob, outcome -> "mail-shared-in-directory".equals(outcome.reason()));
        assertThat(scenario.zenQms().byExternalId(bob.id())).hasValueSatisfying(user -> {
            assertThat(user.email()).isEqualTo(bob.mail());
            assertThat(user.title()).isEqualTo("Head of Tests");
        });
        assertThat(scenario.outcomes(bob).getLast().others()).containsExactly(ada.id());
    }

    @Test
    void aGuestsMailFindsAnExistingUserOnlyIfTheSettingAllowsIt() {
        // Given
        var guest = scenario.directory()
                .add(Person.of("Gus", "Guest", "gus@" + scenario.id() + ".example", "Consultant")
                        .withUserType("Guest"));
        scenario.zenQms().seed(ZenUser.of(guest.mail(), "Gus", "Guest", "Consultant"));
        scenario.notice(guest);
        scenario.awaitOutcome(guest, outcome -> "guest-mail-not-matched".equals(outcome.reason()));

        // When
        scenario.settings(
                IntegrationState.ACTIVE, new IntegrationSettings.UserSync(true, true, Set.of(), 5, 3, 1000, 8));
        await().until(() -> {
            scenario.notice(guest);
            return scenario.outcomes(guest).getLast().kind() == OutcomeKind.LINKED;
        });

        // Then
        assertThat(scenario.zenQms().byExternalId(guest.id())).isPresent();
    }

    @Test
    void promise2_aLinkWhoseExternalIdWasClearedByHandSurvivesRenamingAndEndsWithDeletion() {
        // Given
        created("Witness");
        var ada = scenario.hire("Ada");
        var existing = scenario.zenQms().seed(ZenUser.of(ada.mail(), "Ada", "Lovelace", "Programmer"));
        scenario.notice(ada);
        scenario.awaitOutcome(ada, OutcomeKind.LINKED);
        scenario.zenQms().edit(existing.id(), user -> user.withExternalId(null));

        // When
        scenario.directory().change(ada.id(), p -> p.withSurname("King"));
        scenario.notice(ada);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> scenario.zenQms().byExternalId(ada.id()).isPresent());
        scenario.zenQms().edit(existing.id(), user -> user.withExternalId(null));
        scenario.directory().softDelete(ada.id());
        scenario.notice(ada);

        // Then
        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        !scenario.zenQms().byEmail(ada.mail()).orElseThrow().active());
        assertThat(scenario.zenQms().users()).hasSize(2);
    }

    @Test
    void aMailThatSomebodyGivesUpGoesToWhoWaitedForIt() {
        // Given
        var ada = created("Ada");
        var bob = created("Bob");
        scenario.directory().change(bob.id(), p -> p.withMail(ada.mail()));
        scenario.notice(bob);
        scenario.awaitOutcome(bob, outcome -> "mail-shared-in-directory".equals(outcome.reason()));

        // When
        scenario.directory().change(ada.id(), p -> p.withMail("new." + ada.mail()));
        scenario.notice(ada);

        // Then
        await().atMost(Duration.ofSeconds(30))
                .until(() -> scenario.zenQms()
                        .byExternalId(bob.id())
                        .orElseThrow()
                        .email()
                        .equals(ada.mail()));
    }
}
