package dev.rollcall.usersync;

import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.rollcall.model.IntegrationSettings;
import dev.rollcall.model.IntegrationState;
import dev.rollcall.model.Outcome;
import dev.rollcall.model.OutcomeKind;
import dev.rollcall.model.TroubleKind;
import dev.rollcall.sandbox.ZenUser;
import dev.rollcall.testbed.ServiceProcess;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Settings and credentials that change while people are worked on, or while nobody is there to hear of it. */
class SettingsIT extends OnRealParts {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final IntegrationSettings.UserSync WITHOUT_CREATING =
            new IntegrationSettings.UserSync(false, false, Set.of(), 5, 3, 1000, 8);

    @Test
    void settingsThatChangeDuringWorkHoldFromTheNextLeaseOn() {
        // Given
        created("Before");
        var under = scenario.hire("Under");
        var next = scenario.hire("Next");
        var begun = new CountDownLatch(1);
        var settled = new CountDownLatch(1);
        scenario.zenQms().beforeResponse(call -> {
            if (call.path().endsWith("/search")) {
                scenario.zenQms().beforeResponse(null);
                begun.countDown();
                waitFor(settled);
            }
        });
        scenario.notice(under);
        await().atMost(PATIENCE).until(() -> begun.getCount() == 0);

        // When
        scenario.settings(IntegrationState.ACTIVE, WITHOUT_CREATING);
        await().atMost(PATIENCE).until(() -> scenario.settingsKnown());
        scenario.notice(next);
        scenario.awaitOutcome(next, OutcomeKind.SKIPPED);
        settled.countDown();

        // Then
        await().atMost(PATIENCE).until(() -> !scenario.outcomes(under).isEmpty());
        assertThat(scenario.outcomes(next)).extracting(Outcome::kind).containsExactly(OutcomeKind.SKIPPED);
        assertThat(Scenario.externalIds(scenario.zenQms())).doesNotContain(next.id());
    }

    @Test
    void aWorkerThatWasAwayKnowsWhatChangedBeforeItWorks() {
        // Given
        created("Before");
        var ada = scenario.hire("Ada");
        scenario.zenQms().failNext(1_000, 503, null);
        scenario.notice(ada);
        await().atMost(PATIENCE).until(() -> scenario.workRows("waiting_for is not null and fence is null") == 1);
        replicas().killAll();
        scenario.zenQms().faults().recover();

        // When
        scenario.settings(IntegrationState.PAUSED, Scenario.SETTINGS);
        scenario.settings(IntegrationState.ACTIVE, WITHOUT_CREATING);
        replicas().startMore(2);

        // Then
        await().atMost(PATIENCE).until(() -> !scenario.outcomes(ada).isEmpty());
        // Whoever was killed may not have acknowledged the notice: then it is told twice.
        assertThat(scenario.outcomes(ada)).extracting(Outcome::kind).containsOnly(OutcomeKind.SKIPPED);
        assertThat(Scenario.externalIds(scenario.zenQms())).doesNotContain(ada.id());
    }

    @Test
    void aReplacedKeyIsUsedWithoutARestart() {
        // Given
        created("Before");
        var pids = replicas().processes().stream().map(ServiceProcess::pid).toList();
        var ada = scenario.hire("Ada");
        var other = sandbox().account(UUID.randomUUID().toString());
        // ZenQMS's numbers are its own; the sandbox begins anew in each account.
        other.seed(ZenUser.of("somebody@" + other.apiKey() + ".example", "Some", "Body", "Tester"));

        // When
        scenario.accessTo(other);
        await().atMost(PATIENCE).until(() -> scenario.accessKnown());
        scenario.notice(ada);

        // Then
        scenario.awaitOutcome(ada, OutcomeKind.CREATED);
        assertThat(Scenario.externalIds(other)).containsExactly(ada.id());
        assertThat(Scenario.externalIds(scenario.zenQms())).doesNotContain(ada.id());
        assertThat(replicas().processes()).extracting(ServiceProcess::pid).isEqualTo(pids);
    }

    @Test
    void promise10_aTokenThatIsRefusedMakesWorkWaitForTheNextWithoutARestart() {
        // Given
        var ada = scenario.hire("Ada");
        scenario.directory().faults().expireTokens();

        // When
        scenario.notice(ada);
        await().atMost(PATIENCE).until(() -> scenario.troubles().contains(TroubleKind.DIRECTORY_ACCESS_REFUSED));
        scenario.access();

        // Then
        scenario.awaitOutcome(ada, OutcomeKind.CREATED);
        assertThat(scenario.outcomes(ada)).hasSize(1);
        assertThat(scenario.troubles()).containsExactly(TroubleKind.DIRECTORY_ACCESS_REFUSED);
    }

    /** At most as long as the test is patient: the hook's thread is the sandbox's. */
    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
