package dev.rollcall.usersync;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.rollcall.model.IntegrationState;
import dev.rollcall.model.MappedFields;
import dev.rollcall.model.Mode;
import dev.rollcall.model.Outcome;
import dev.rollcall.model.OutcomeKind;
import dev.rollcall.model.SubjectId;
import dev.rollcall.model.Topics;
import dev.rollcall.sandbox.Person;
import dev.rollcall.sandbox.ZenUser;
import dev.rollcall.testbed.Testbed;
import dev.rollcall.testbed.TopicReader;
import dev.rollcall.testbed.TopicWriter;
import dev.rollcall.usersync.rules.Directory;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** From change to effect: what is written, what is not, and who is told. */
class SyncIT extends OnRealParts {

    @Test
    void promise5_aBatchOlderThanALiveChangeLoses() {
        // Given
        var ada = created("Ada");
        var old = Directory.snapshot(ada);
        var readAt = Instant.now();
        scenario.directory().change(ada.id(), p -> p.withJobTitle("Countess"));
        scenario.notice(ada);
        scenario.awaitOutcome(ada, OutcomeKind.UPDATED);
        var run = Scenario.newRun();

        // When
        scenario.batches(run, Mode.APPLY, List.of(old), readAt);

        // Then
        scenario.awaitOutcomes(run, 1);
        assertThat(scenario.outcomesOf(run).values()).extracting(Outcome::kind).containsExactly(OutcomeKind.UNCHANGED);
        assertThat(scenario.zenQms().byExternalId(ada.id()).orElseThrow().title())
                .isEqualTo("Countess");
    }

    @Test
    void promise5_aNoticeThatWaitsIsNotReplacedByASnapshot() {
        // Given
        var ada = scenario.hire("Ada");
        var old = Directory.snapshot(ada);
        var readAt = Instant.now();
        scenario.directory().change(ada.id(), p -> p.withJobTitle("Countess"));
        scenario.settings(IntegrationState.PAUSED, Scenario.SETTINGS);
        scenario.notice(ada);
        await().until(() -> scenario.workRows("true") == 1);
        var run = Scenario.newRun();

        // When
        scenario.batches(run, Mode.APPLY, List.of(old), readAt);
        await().until(() -> scenario.workRows("generation > 1") == 1);
        scenario.settings(IntegrationState.ACTIVE, Scenario.SETTINGS);

        // Then
        scenario.awaitOutcomes(run, 1);
        assertThat(scenario.zenQms().byExternalId(ada.id()).orElseThrow().title())
                .isEqualTo("Countess");
    }

    @Test
    void promise7_anUnchangedPersonCostsNoWriteAndLiveNoCallAtAll() {
        // Given
        var people = List.of(created("Ada"), created("Bob"), created("Cleo"));
        scenario.awaitQuiet();
        var calls = scenario.zenQms().calls().size();

        // When
        people.forEach(scenario::notice);

        // Then
        people.forEach(person -> scenario.awaitOutcome(person, OutcomeKind.UNCHANGED));
        scenario.awaitQuiet();
        assertThat(scenario.zenQms().calls()).hasSize(calls);
        assertThat(scenario.zenQms().writesWithoutDifference()).isEmpty();
    }

    @Test
    void promise7_aSecondRunWritesOnlyWhatDiffersAndSaysBeforeAndAfter() {
        // Given
        scenario.directory().populate(120, 3);
        var first = Scenario.newRun();
        scenario.batches(first, Mode.APPLY, scenario.snapshot(), Instant.now());
        scenario.awaitOutcomes(first, 120);
        var edited = scenario.zenQms().users().get(5);
        scenario.zenQms().edit(edited.id(), user -> user.withTitle("Edited by hand"));
        var writes = scenario.writes().size();
        var second = Scenario.newRun();

        // When
        scenario.batches(second, Mode.APPLY, scenario.snapshot(), Instant.now().plus(Duration.ofMinutes(10)));

        // Then
        scenario.awaitOutcomes(second, 120);
        assertThat(scenario.writes()).hasSize(writes + 1);
        assertThat(scenario.outcomesOf(second).get(new SubjectId(edited.externalId())))
                .satisfies(outcome -> {
                    assertThat(outcome.kind()).isEqualTo(OutcomeKind.UPDATED);
                    assertThat(outcome.before())
                            .isEqualTo(new MappedFields(null, null, null, null, "Edited by hand", null));
                    assertThat(outcome.after())
                            .isEqualTo(new MappedFields(null, null, null, null, edited.title(), null));
                });
        assertThat(scenario.zenQms().writesWithoutDifference()).isEmpty();
        assertThat(scenario.zenQms().mailsCaused()).isEmpty();
    }

    @Test
    void promise9_oneBadPersonStopsNoOneElse() {
        // Given
        var ada = scenario.hire("Ada");
        var noTitle = scenario.directory().add(Person.of("No", "Title", "no@" + scenario.id() + ".example", null));
        var badMail = scenario.directory().add(Person.of("Bad", "Mail", "bäd@" + scenario.id() + ".example", "Tester"));
        var taken = scenario.hire("Taken");
        scenario.zenQms().takenElsewhere(taken.mail());
        var zoe = scenario.hire("Zoe");
        var run = Scenario.newRun();

        // When
        scenario.batches(run, Mode.APPLY, scenario.snapshot(), Instant.now());

        // Then
        scenario.awaitOutcomes(run, 5);
        scenario.awaitOutcome(ada, OutcomeKind.CREATED);
        scenario.awaitOutcome(zoe, OutcomeKind.CREATED);
        assertThat(scenario.outcomes(noTitle).getLast().reason()).isEqualTo("missing-job-title");
        assertThat(scenario.outcomes(badMail).getLast().reason()).isEqualTo("invalid-mail");
        assertThat(scenario.outcomes(taken).getLast().reason()).isEqualTo("mail-taken-elsewhere");
        assertThat(scenario.zenQms().users()).hasSize(2);
    }

    @Test
    void promise9_whatCantBeReadGoesToTheDeadLettersAndTheRestGoesOn() {
        // Given
        var ada = scenario.hire("Ada");

        // When
        try (var writer = new TopicWriter(Testbed.kafka().bootstrapServers())) {
            writer.send(
                    Topics.USER_NOTICES,
                    scenario.id() + "/" + ada.id(),
                    "rollcall.directory.user-notice.v1",
                    "{not json");
        }
        scenario.notice(ada);

        // Then
        scenario.awaitOutcome(ada, OutcomeKind.CREATED);
        try (var reader = TopicReader.fromStart(Testbed.kafka().bootstrapServers(), Topics.USER_SYNC_DEAD_LETTERS)) {
            await().untilAsserted(() ->
                    assertThat(reader.records(scenario.id() + "/" + ada.id())).hasSize(1));
        }
    }

    @Test
    void aPlanIsWhatThenHappensAndItselfWritesNothing() {
        // Given
        scenario.directory().populate(150, 5);
        scenario.zenQms().seedExisting(scenario.directory(), 20);
        var plan = Scenario.newRun();
        var apply = Scenario.newRun();
        var before = scenario.zenQms().users();

        // When
        scenario.batches(plan, Mode.PLAN, scenario.snapshot(), Instant.now());
        scenario.awaitPlans(plan, 150);
        var untouched = scenario.zenQms().users();
        scenario.batches(apply, Mode.APPLY, scenario.snapshot(), Instant.now());
        scenario.awaitOutcomes(apply, 150);

        // Then
        assertThat(untouched).isEqualTo(before);
        assertThat(summary(scenario.plansOf(plan).values()))
                .isEqualTo(summary(scenario.outcomesOf(apply).values()));
        scenario.plansOf(plan).forEach((subject, planned) -> {
            // Which of two people with one mail is first is chance; everybody else's plan is their effect to the
            // letter.
            if (planned.others().isEmpty()
                    && scenario.outcomesOf(apply).get(subject).others().isEmpty()) {
                var done = scenario.outcomesOf(apply).get(subject);
                assertThat(done.kind()).isEqualTo(planned.kind());
                assertThat(done.reason()).isEqualTo(planned.reason());
                assertThat(done.before()).isEqualTo(planned.before());
                assertThat(done.after()).isEqualTo(planned.after());
            }
        });
    }

    @Test
    void disabledDeletedAndRestoredPeopleAreDeactivatedAndReactivatedAndKeepTheirLink() {
        // Given
        created("Witness");
        var ada = created("Ada");
        var user = scenario.zenQms().byExternalId(ada.id()).orElseThrow();

        // When
        scenario.directory().change(ada.id(), p -> p.withAccountEnabled(false));
        scenario.notice(ada);
        scenario.awaitOutcome(ada, OutcomeKind.DEACTIVATED);
        scenario.directory().change(ada.id(), p -> p.withAccountEnabled(true));
        scenario.notice(ada);
        scenario.awaitOutcome(ada, OutcomeKind.REACTIVATED);
        scenario.directory().softDelete(ada.id());
        scenario.notice(ada);
        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        !scenario.zenQms().byExternalId(ada.id()).orElseThrow().active());
        scenario.directory().restore(ada.id());
        scenario.notice(ada);
        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        scenario.zenQms().byExternalId(ada.id()).orElseThrow().active());
        scenario.directory().hardDelete(ada.id());
        scenario.notice(ada);

        // Then
        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        !scenario.zenQms().byExternalId(ada.id()).orElseThrow().active());
        assertThat(scenario.zenQms().byExternalId(ada.id()).orElseThrow().id()).isEqualTo(user.id());
    }

    @Test
    void somebodyDisabledIsSkippedAndCreatedOnceEnabled() {
        // Given
        var ada = scenario.hire("Ada");
        scenario.directory().change(ada.id(), p -> p.withAccountEnabled(false));
        scenario.notice(ada);
        scenario.awaitOutcome(ada, outcome -> "disabled-in-directory".equals(outcome.reason()));

        // When
        scenario.directory().change(ada.id(), p -> p.withAccountEnabled(true));
        scenario.notice(ada);

        // Then
        scenario.awaitOutcome(ada, OutcomeKind.CREATED);
    }

    @Test
    void theBrakeHoldsWhatIsBeyondTheLimitAndLetsOthersPass() {
        // Given
        var people = new ArrayList<Person>();
        for (int i = 0; i < 12; i++) {
            people.add(scenario.hire("Ada" + i));
        }
        people.forEach(scenario::notice);
        people.forEach(person -> scenario.awaitOutcome(person, OutcomeKind.CREATED));

        // When
        people.subList(0, 10).forEach(person -> {
            scenario.directory().change(person.id(), p -> p.withAccountEnabled(false));
            scenario.notice(person);
        });
        scenario.directory().change(people.get(11).id(), p -> p.withJobTitle("Countess"));
        scenario.notice(people.get(11));

        // Then
        scenario.awaitOutcome(people.get(11), OutcomeKind.UPDATED);
        await().atMost(Duration.ofSeconds(30)).until(() -> scenario.workRows("state = 'held'") == 7);
        assertThat(scenario.zenQms().users()).filteredOn(user -> !user.active()).hasSize(3);
        assertThat(people.subList(0, 10).stream()
                        .map(person -> scenario.outcomes(person).getLast().kind())
                        .collect(Collectors.groupingBy(kind -> kind, Collectors.counting())))
                .containsEntry(OutcomeKind.DEACTIVATED, 3L)
                .containsEntry(OutcomeKind.HELD, 7L);
    }

    @Test
    void promise1_aLinkOnlyBatchDoesNotSwallowALiveChangeThatWaits() {
        // Given
        var ada = created("Ada");
        scenario.settings(IntegrationState.PAUSED, Scenario.SETTINGS);
        scenario.directory().change(ada.id(), p -> p.withJobTitle("Countess"));
        scenario.notice(ada);
        await().until(() -> scenario.workRows("true") == 1);

        // When
        scenario.batches(Scenario.newRun(), Mode.LINK, scenario.snapshot(), Instant.now());
        await().until(() -> scenario.workRows("generation > 1") == 1);
        scenario.settings(IntegrationState.ACTIVE, Scenario.SETTINGS);

        // Then
        scenario.awaitOutcome(ada, OutcomeKind.UPDATED);
    }

    @Test
    void promise9_somebodyHeldIsCountedByTheNextRun() {
        // Given
        var people = new ArrayList<Person>();
        for (int i = 0; i < 5; i++) {
            people.add(created("Ada" + i));
        }
        people.forEach(person -> {
            scenario.directory().change(person.id(), p -> p.withAccountEnabled(false));
            scenario.notice(person);
        });
        await().atMost(Duration.ofSeconds(30)).until(() -> scenario.workRows("state = 'held'") == 2);
        var run = Scenario.newRun();

        // When
        scenario.batches(run, Mode.APPLY, scenario.snapshot(), Instant.now().plus(Duration.ofMinutes(10)));

        // Then
        scenario.awaitOutcomes(run, 5);
        assertThat(scenario.outcomesOf(run).values())
                .extracting(Outcome::kind)
                .filteredOn(OutcomeKind.HELD::equals)
                .hasSize(2);
    }

    @Test
    void promise10_anOutageOfZenQmsBurnsNoAttemptAndWorkGoesOnByItself() {
        // Given
        var ada = scenario.hire("Ada");
        scenario.zenQms().failNext(4, 503, null);

        // When
        scenario.notice(ada);

        // Then
        scenario.awaitOutcome(ada, OutcomeKind.CREATED);
        assertThat(scenario.outcomes(ada)).hasSize(1);
    }

    @Test
    void promise4_aWrongTenantDeactivatesNobody() {
        // Given
        var people = Stream.of("Ada", "Bob", "Cleo").map(this::created).toList();

        // When
        scenario.accessOfAnotherTenant(sandbox());
        people.forEach(scenario::notice);
        await().atMost(Duration.ofSeconds(30)).until(() -> scenario.workRows("waiting_for is not null") == 3);

        // Then
        assertThat(scenario.zenQms().users()).allMatch(ZenUser::active);
        scenario.access();
        scenario.awaitQuiet();
        assertThat(scenario.zenQms().users()).allMatch(ZenUser::active);
    }

    @Test
    void aNewAccountThatIsNotFinishedIsLookedAtAgainBeforeItIsCalledSkipped() {
        // Given
        var skeleton = scenario.directory().add(Person.of(null, null, null, null));
        scenario.notice(skeleton);
        await().until(() -> scenario.workRows("extra_looks > 0") == 1);

        // When
        scenario.directory()
                .change(
                        skeleton.id(),
                        p -> p.withMail("late@" + scenario.id() + ".example")
                                .withGivenName("Late")
                                .withSurname("Comer")
                                .withJobTitle("Tester"));

        // Then
        scenario.awaitOutcome(skeleton, OutcomeKind.CREATED);
        assertThat(scenario.outcomes(skeleton)).extracting(Outcome::kind).containsExactly(OutcomeKind.CREATED);
    }

    private static List<String> summary(Collection<Outcome> outcomes) {
        return outcomes.stream()
                .map(outcome -> outcome.kind() + " " + outcome.reason())
                .sorted()
                .toList();
    }
}
