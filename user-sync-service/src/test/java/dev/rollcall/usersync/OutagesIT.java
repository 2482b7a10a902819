package dev.rollcall.usersync;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;

import dev.rollcall.model.OutcomeKind;
import dev.rollcall.model.TroubleKind;
import dev.rollcall.sandbox.Person;
import dev.rollcall.testbed.ServiceProcess;
import dev.rollcall.testbed.Testbed;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What others' outages do to people: nothing. Work waits, says why, and goes on by itself. */
class OutagesIT extends OnRealParts {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void promise10_whileGraphIsInTroubleRowsWaitWithAReasonAndNoAttemptCounts() {
        // Given
        var ada = scenario.hire("Ada");
        scenario.directory().failNext(4, 503, null);

        // When
        scenario.notice(ada);
        await().atMost(PATIENCE)
                .until(() -> scenario.workRows("waiting_for like '%in trouble%' and attempts = 0") == 1);

        // Then
        scenario.awaitOutcome(ada, OutcomeKind.CREATED);
        assertThat(scenario.outcomes(ada)).hasSize(1);
    }

    @Test
    void promise10_whilePostgresIsDownNothingIsLostAndTheServiceStaysAlive() {
        // Given
        var before = created("Before");
        scenario.awaitQuiet();

        // When
        Testbed.postgres().stop();
        var during = scenario.hire("During");
        scenario.notice(during);
        await().atMost(PATIENCE).until(() -> replicas().processes().stream().noneMatch(ServiceProcess::isReady));
        var alive = replicas().processes().stream().allMatch(OutagesIT::isLive);
        Testbed.postgres().startAgain();

        // Then
        assertThat(alive).isTrue();
        scenario.awaitOutcome(during, OutcomeKind.CREATED);
        assertThat(scenario.zenQms().byExternalId(before.id())).isPresent();
        assertThat(scenario.writes()).hasSize(2);
        await().atMost(PATIENCE).until(() -> replicas().processes().stream().allMatch(ServiceProcess::isReady));
    }

    @Test
    void promise10_whileKafkaIsDownEffectsGoOnAndTheirReportsArriveLater() {
        // Given
        var people = new ArrayList<Person>();
        for (int i = 0; i < 20; i++) {
            people.add(scenario.hire("Ada" + i));
        }
        scenario.zenQms().latency(Duration.ofMillis(500));
        people.forEach(scenario::notice);
        await().atMost(PATIENCE).until(() -> scenario.workRows("true") == 20);

        // When
        Testbed.kafka().stop();
        scenario.zenQms().latency(Duration.ZERO);
        await().atMost(PATIENCE).until(() -> scenario.zenQms().users().size() == 20);
        Testbed.kafka().startAgain();

        // Then
        people.forEach(person -> scenario.awaitOutcome(person, OutcomeKind.CREATED));
        assertThat(scenario.writes()).hasSize(20);
    }

    @Test
    void promise10_aTokenThatEndedMakesWorkWaitForTheNext() {
        // Given
        var ada = scenario.hire("Ada");
        scenario.access(Instant.now().minusSeconds(1));

        // When
        scenario.notice(ada);
        await().atMost(PATIENCE).until(() -> scenario.workRows("waiting_for like 'The directory token ended%'") == 1);
        scenario.access();

        // Then
        scenario.awaitOutcome(ada, OutcomeKind.CREATED);
    }

    @Test
    void promise10_aRefusedKeyStopsTheIntegrationWithOneTroubleAndFailsNobody() {
        // Given
        var people = new ArrayList<Person>();
        for (int i = 0; i < 30; i++) {
            people.add(scenario.hire("Ada" + i));
        }
        scenario.zenQms().activated(false);

        // When
        people.forEach(scenario::notice);
        await().atMost(PATIENCE).until(() -> scenario.troubles().size() == 1);
        await().atMost(PATIENCE).until(() -> scenario.workRows("waiting_for is not null") > 0);
        scenario.zenQms().activated(true);
        scenario.access();

        // Then
        people.forEach(person -> scenario.awaitOutcome(person, OutcomeKind.CREATED));
        assertThat(scenario.troubles()).containsExactly(TroubleKind.ZENQMS_ACCESS_REFUSED);
        assertThat(scenario.outcomes()).allMatch(outcome -> outcome.outcome().kind() == OutcomeKind.CREATED);
    }

    private static boolean isLive(ServiceProcess process) {
        var live = URI.create("http://127.0.0.1:" + process.httpPort() + "/q/health/live");
        try (var http = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(live).timeout(Duration.ofSeconds(10)).build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
