package dev.rollcall.usersync;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

import dev.rollcall.model.IntegrationSettings;
import dev.rollcall.model.IntegrationState;
import dev.rollcall.model.MappedFields;
import dev.rollcall.model.MatchKind;
import dev.rollcall.model.Mode;
import dev.rollcall.model.Outcome;
import dev.rollcall.model.OutcomeKind;
import dev.rollcall.model.SubjectId;
import dev.rollcall.model.Topics;
import dev.rollcall.sandbox.Person;
import dev.rollcall.sandbox.Sandbox;
import dev.rollcall.sandbox.ZenUser;
import dev.rollcall.testbed.ServiceProcess;
import dev.rollcall.testbed.Testbed;
import dev.rollcall.testbed.TopicReader;
import dev.rollcall.testbed.TopicWriter;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The promises on real Kafka, real PostgreSQL and the real wire, with two replicas of the packaged service. */
class PromisesIT {

    private static Sandbox sandbox;
    private static Replicas replicas;

    private Scenario scenario;

    @BeforeAll
    static void start() {
        sandbox = Sandbox.start();
        replicas = Replicas.start(2);
    }

    @AfterAll
    static void stop() {
        replicas.close();
        sandbox.close();
    }

    @BeforeEach
    void integration() {
        scenario = Scenario.active(sandbox, replicas.seal());
    }

    @AfterEach
    void end() {
        scenario.close();
    }

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
    void promise2_aCrashBetweenTheCreateAndItsRecordMakesNoSecondUser() {
        // Given
        var person = scenario.hire("Ada");
        scenario.zenQms().beforeResponse(call -> {
            if (call.path().equals("/v2/users")) {
                replicas.killAll();
            }
        });

        // When
        scenario.notice(person);
        await().atMost(Duration.ofSeconds(30)).until(() -> replicas.processes().isEmpty());
        scenario.zenQms().beforeResponse(null);
        replicas.startMore(2);

        // Then
        scenario.awaitOutcome(person, OutcomeKind.CREATED);
        scenario.awaitQuiet();
        assertThat(scenario.zenQms().users()).hasSize(1);
        assertThat(scenario.writes()).hasSize(1);
    }

    @Test
    void promise2_aCreateThatTimesOutAfterItsSuccessMakesNoSecondUser() {
        // Given
        var person = scenario.hire("Ada");
        scenario.zenQms().beforeResponse(call -> {
            // The search by mail is the last call before the create.
            if (call.path().endsWith("/search") && call.body().contains("\"email\"")) {
                scenario.zenQms().beforeResponse(null);
                scenario.zenQms().loseNextAnswers(1);
            }
        });

        // When
        scenario.notice(person);

        // Then
        scenario.awaitOutcome(person, OutcomeKind.CREATED);
        scenario.awaitQuiet();
        assertThat(scenario.zenQms().users()).hasSize(1);
        assertThat(scenario.writes()).hasSize(1);
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
    void promise5_aBatchOlderThanALiveChangeLoses() {
        // Given
        var ada = created("Ada");
        var old = Scenario.person(ada);
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
        var old = Scenario.person(ada);
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
    void promise12_aFrozenReplicaThatWakesHasLostItsLeaseAndDoublesNothing() {
        // Given
        var ada = scenario.hire("Ada");
        scenario.zenQms().beforeResponse(call -> {
            if (call.path().equals("/v2/users")) {
                scenario.zenQms().beforeResponse(null);
                replicas.processes().forEach(ServiceProcess::freeze);
            }
        });
        scenario.notice(ada);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !scenario.zenQms().users().isEmpty());
        var frozen = replicas.processes();

        // When
        replicas.startMore(1);
        scenario.awaitOutcome(ada, OutcomeKind.CREATED);
        frozen.forEach(ServiceProcess::thaw);

        // Then
        scenario.awaitQuiet();
        assertThat(scenario.zenQms().users()).hasSize(1);
        assertThat(scenario.writes()).hasSize(1);
        assertThat(scenario.outcomes(ada))
                .filteredOn(outcome -> outcome.kind() == OutcomeKind.CREATED)
                .hasSize(1);
    }

    @Test
    void promise12_noTwoCallsForOnePersonAtATime() {
        // Given
        var ada = created("Ada");
        var open = Collections.synchronizedSet(new HashSet<String>());
        var overlaps = Collections.synchronizedList(new ArrayList<String>());
        scenario.zenQms().beforeResponse(call -> {
            if (call.method().equals("PATCH")) {
                if (!open.add(call.path())) {
                    overlaps.add(call.path());
                }
                hold();
                open.remove(call.path());
            }
        });

        // When
        for (int i = 1; i <= 12; i++) {
            var title = "Title " + i;
            scenario.directory().change(ada.id(), p -> p.withJobTitle(title));
            for (int copy = 0; copy < 3; copy++) {
                scenario.notice(ada);
            }
        }

        // Then
        await().atMost(Duration.ofSeconds(30))
                .until(() -> scenario.zenQms()
                        .byExternalId(ada.id())
                        .orElseThrow()
                        .title()
                        .equals("Title 12"));
        scenario.awaitQuiet();
        assertThat(overlaps).isEmpty();
        assertThat(scenario.zenQms().writesWithoutDifference()).isEmpty();
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

    private Person created(String name) {
        var person = scenario.hire(name);
        scenario.notice(person);
        scenario.awaitOutcome(person, OutcomeKind.CREATED);
        return person;
    }

    private static List<String> summary(Collection<Outcome> outcomes) {
        return outcomes.stream()
                .map(outcome -> outcome.kind() + " " + outcome.reason())
                .sorted()
                .toList();
    }

    /** Long enough that a second call would meet the first. */
    private static void hold() {
        LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
}
