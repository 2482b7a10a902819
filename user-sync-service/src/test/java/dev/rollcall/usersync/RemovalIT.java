package dev.rollcall.usersync;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import dev.rollcall.model.IntegrationState;
import dev.rollcall.model.LinksCleared;
import dev.rollcall.model.Mode;
import dev.rollcall.model.Outcome;
import dev.rollcall.model.OutcomeKind;
import dev.rollcall.sandbox.Person;
import dev.rollcall.sandbox.ZenUser;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** An integration is removed: its external ids are taken back, and nothing else. */
class RemovalIT extends OnRealParts {

    private static final int PEOPLE = 80;

    @Test
    void promise8_removalClearsExactlyTheExternalIdsThatRollcallSetThoughItIsKilledThreeTimes() {
        // Given
        var people = provisioned();
        var before = scenario.hire("Before");
        scenario.zenQms().seed(user(before).withExternalId(before.id()));
        scenario.notice(before);
        scenario.awaitOutcome(before, OutcomeKind.UPDATED);
        var foreign = scenario.zenQms()
                .seed(ZenUser.of("foreign@x.example", "For", "Eign", "Clerk")
                        .withExternalId("somebody-of-another-directory"));
        var given = people.get(0);
        scenario.zenQms().edit(userOf(given).id(), user -> user.withExternalId("given-to-another"));
        var cleared = people.get(1);
        scenario.zenQms().edit(userOf(cleared).id(), user -> user.withExternalId(null));
        var users = users();
        var linked = List.copyOf(people.subList(2, PEOPLE));
        scenario.directory().change(linked.get(0).id(), p -> p.withAccountEnabled(false));
        scenario.settings(IntegrationState.PAUSED, Scenario.SETTINGS);
        patient().until(() -> scenario.settingsKnown());
        linked.subList(0, 5).forEach(scenario::notice);
        patient().until(() -> scenario.workRows("true") == 5);
        scenario.directory().faults().expireTokens();
        scenario.access(Instant.now().minusSeconds(60));
        var directoryCalls = scenario.directory().calls().size();
        var writes = scenario.writes().size();
        var never = new CountDownLatch(1);
        scenario.zenQms().beforeResponse(call -> takeTime(never));
        var run = Scenario.newRun();

        // When
        scenario.remove(run);
        for (int kill = 1; kill <= 3; kill++) {
            var many = kill * PEOPLE / 5;
            patient().until(() -> scenario.writes().size() - writes >= many);
            replicas().killAll();
            replicas().startMore(2);
        }
        never.countDown();
        patient().until(() -> !scenario.linksCleared().isEmpty());

        // Then
        assertThat(users())
                .containsExactlyElementsOf(users.stream()
                        .map(user -> linked.stream().anyMatch(p -> p.id().equals(user.externalId()))
                                ? user.withExternalId(null)
                                : user)
                        .toList());
        assertThat(users()).contains(foreign);
        assertThat(scenario.linksCleared()).singleElement().satisfies(said -> {
            assertThat(said.envelope().runId()).isEqualTo(run);
            assertThat(said)
                    .extracting(LinksCleared::cleared, LinksCleared::leftAlone)
                    .containsExactly(78L, 2L);
        });
        assertThat(linked)
                .allSatisfy(person -> assertThat(scenario.outcomes(person))
                        .extracting(Outcome::kind)
                        .containsOnlyOnce(OutcomeKind.UNLINKED)
                        .endsWith(OutcomeKind.UNLINKED));
        assertThat(scenario.outcomes(given).getLast().reason()).isEqualTo("linked-to-other");
        assertThat(scenario.outcomes(cleared).getLast().reason()).isEqualTo("already-cleared");
        assertThat(scenario.outcomesOf(run)).hasSize(PEOPLE);
        assertThat(scenario.writes().subList(writes, scenario.writes().size()))
                .allMatch(call -> call.body().equals("{\"external_id\":null}"));
        assertThat(scenario.zenQms().writesWithoutDifference()).isEmpty();
        assertThat(scenario.directory().calls()).hasSize(directoryCalls);
        patient().untilAsserted(() -> assertThat(scenario.links()).isEmpty());
        assertThat(scenario.workRows("true")).isZero();
    }

    @Test
    void promise8_whatWasRemovedIsForgottenAndStaysSo() {
        // Given
        var ada = created("Ada");
        scenario.awaitQuiet();
        var run = Scenario.newRun();
        scenario.remove(run);
        patient().until(() -> !scenario.linksCleared().isEmpty());

        // When
        scenario.settings(IntegrationState.REMOVED, Scenario.SETTINGS);
        patient().until(() -> scenario.rows("integration", "forgotten") == 1);
        scenario.settings(IntegrationState.ACTIVE, Scenario.SETTINGS);
        scenario.notice(ada);
        scenario.batches(run, Mode.APPLY, scenario.snapshot(), Instant.now());
        replicas().killAll();
        replicas().startMore(2);
        var other = Scenario.active(sandbox(), replicas().seal());
        var bob = other.hire("Bob");
        other.notice(bob);
        other.awaitOutcome(bob, OutcomeKind.CREATED);
        other.close();

        // Then: what was read again brought nothing back.
        for (var table : List.of("work_row", "ledger", "zenqms_index", "walk", "walk_batch", "removal", "intent")) {
            assertThat(scenario.rows(table, "true")).as(table).isZero();
        }
        assertThat(scenario.rows("integration", "state = 'REMOVED' and settings is null and access_sealed is null"))
                .isOne();
        assertThat(scenario.zenQms().users()).singleElement().matches(user -> user.externalId() == null);
    }

    private List<Person> provisioned() {
        var people = new ArrayList<>(IntStream.range(0, PEOPLE)
                .mapToObj(i -> scenario.hire("Ada" + i))
                .toList());
        people.forEach(scenario::notice);
        patient().until(() -> scenario.zenQms().users().size() == PEOPLE);
        scenario.awaitQuiet();
        return people;
    }

    private List<ZenUser> users() {
        return scenario.zenQms().users().stream()
                .sorted(Comparator.comparing(ZenUser::id))
                .toList();
    }

    private static ZenUser user(Person person) {
        return ZenUser.of(person.mail(), person.givenName(), person.surname(), "Clerk");
    }

    private ZenUser userOf(Person person) {
        return scenario.zenQms().byExternalId(person.id()).orElseThrow();
    }

    private static ConditionFactory patient() {
        return Awaitility.await().atMost(90, TimeUnit.SECONDS);
    }

    private static void takeTime(CountDownLatch never) {
        try {
            never.await(200, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
