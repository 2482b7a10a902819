package dev.rollcall.usersync;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.concurrent.locks.LockSupport;

import dev.rollcall.model.OutcomeKind;
import dev.rollcall.testbed.ServiceProcess;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Killed, frozen and cut off in the middle of a call. */
class CrashesIT extends OnRealParts {

    @Test
    void promise2_aCrashBetweenTheCreateAndItsRecordMakesNoSecondUser() {
        // Given
        var person = scenario.hire("Ada");
        scenario.zenQms().beforeResponse(call -> {
            if (call.path().equals("/v2/users")) {
                replicas().killAll();
            }
        });

        // When
        scenario.notice(person);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> replicas().processes().isEmpty());
        scenario.zenQms().beforeResponse(null);
        replicas().startMore(2);

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
    void promise12_aFrozenReplicaThatWakesHasLostItsLeaseAndDoublesNothing() {
        // Given
        var ada = scenario.hire("Ada");
        scenario.zenQms().beforeResponse(call -> {
            if (call.path().equals("/v2/users")) {
                scenario.zenQms().beforeResponse(null);
                replicas().processes().forEach(ServiceProcess::freeze);
            }
        });
        scenario.notice(ada);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !scenario.zenQms().users().isEmpty());
        var frozen = replicas().processes();

        // When
        replicas().startMore(1);
        scenario.awaitOutcome(ada, OutcomeKind.CREATED);
        frozen.forEach(ServiceProcess::thaw);

        // Then
        scenario.awaitOutcome(ada, OutcomeKind.UNCHANGED);
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
    void promise1_aChangeThatTookEffectBeforeACrashIsNotTrustedBlindly() {
        // Given
        created("Witness");
        var ada = created("Ada");
        scenario.directory().change(ada.id(), p -> p.withAccountEnabled(false));
        scenario.notice(ada);
        scenario.awaitOutcome(ada, OutcomeKind.DEACTIVATED);
        scenario.zenQms().beforeResponse(call -> {
            if (call.method().equals("PATCH")) {
                scenario.zenQms().beforeResponse(null);
                scenario.directory().change(ada.id(), p -> p.withAccountEnabled(false));
                replicas().killAll();
            }
        });

        // When
        scenario.directory().change(ada.id(), p -> p.withAccountEnabled(true));
        scenario.notice(ada);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> replicas().processes().isEmpty());
        replicas().startMore(2);

        // Then
        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        !scenario.zenQms().byExternalId(ada.id()).orElseThrow().active());
    }

    @Test
    void promise1_somebodyDeletedRightAfterTheirLostCreateIsDeactivated() {
        // Given
        created("Witness");
        var ada = scenario.hire("Ada");
        scenario.zenQms().beforeResponse(call -> {
            if (call.path().equals("/v2/users")) {
                scenario.zenQms().beforeResponse(null);
                scenario.directory().softDelete(ada.id());
                replicas().killAll();
            }
        });

        // When
        scenario.notice(ada);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> replicas().processes().isEmpty());
        replicas().startMore(2);

        // Then
        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        !scenario.zenQms().byExternalId(ada.id()).orElseThrow().active());
        assertThat(scenario.zenQms().users()).hasSize(2);
    }

    /** Long enough that a second call would meet the first. */
    private static void hold() {
        LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
}
