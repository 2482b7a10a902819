package dev.rollcall.usersync.reconcile;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

import dev.rollcall.model.IntegrationState;
import dev.rollcall.model.LinksCleared;
import dev.rollcall.model.Mode;
import dev.rollcall.model.RunId;
import dev.rollcall.usersync.plan.Ruling;
import dev.rollcall.usersync.rules.Removed;

import static org.assertj.core.api.Assertions.assertThat;

/** How a sequence ends: all is settled, what is held is ruled on, a last run finds nothing to do, and then all is taken back. */
final class Ending {

    private static final int MOST_ROUNDS = 300;
    private static final int ROUNDS_IN_BAD_WEATHER = 30;

    private final Simulation simulation;
    private final SimulatedDatabase database;
    private final SimulatedApis apis;
    private final Processes processes;
    private final OnTheWay onTheWay;
    private final Weather weather;
    private final Random random;
    private final Map<String, Ruling> rulings = new LinkedHashMap<>();

    Ending(
            Simulation simulation,
            SimulatedDatabase database,
            SimulatedApis apis,
            Processes processes,
            OnTheWay onTheWay,
            Weather weather,
            Random random) {
        this.simulation = simulation;
        this.database = database;
        this.apis = apis;
        this.processes = processes;
        this.onTheWay = onTheWay;
        this.weather = weather;
        this.random = random;
    }

    /** The weather becomes fair, everything arrives, and work goes on until there is none. */
    void settle() {
        simulation.story().tell(() -> "the weather becomes fair");
        simulation.fate().becomes(Weather.FAIR);
        apis.recover();
        simulation.settings(IntegrationState.ACTIVE);
        simulation.topics().access();
        simulation.restartTheDead();
        if (!simulation.directory().hasWitness()) {
            onTheWay.notice(simulation.directory().hireWitness());
        }
        deliverAll();
    }

    private void deliverAll() {
        while (!onTheWay.isEmpty()) {
            simulation.deliver();
            if (random.nextBoolean()) {
                simulation.isQuietWithin(10);
            }
        }
        simulation.workUntilQuiet();
    }

    /** Everybody who is held is released or rejected, and stays what they became. */
    void rule() {
        for (var subject : held()) {
            var ruling = random.nextBoolean() ? Ruling.RELEASED : Ruling.REJECTED;
            rulings.put(subject, ruling);
            simulation.interventions().rule(subject, ruling);
        }
        deliverAll();
        checkRulings();
    }

    void checkRulings() {
        rulings.forEach((subject, ruling) -> {
            var user = simulation.world().account().byExternalId(subject).orElseThrow();
            assertThat(user.active()).as("%s was %s", subject, ruling).isEqualTo(ruling == Ruling.REJECTED);
        });
        assertThat(held()).as("nobody is held after a ruling").noneMatch(rulings::containsKey);
    }

    private List<String> held() {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery(
                                "select subject_id from work_row where integration_id = ? and state = 'held' order by 1")
                        .bind(0, simulation.integration().value())
                        .mapTo(String.class)
                        .list());
    }

    /** Everybody once more, as a run with a fresh snapshot has it. */
    void run(Mode mode) {
        simulation.story().tell(() -> "a last run, " + mode);
        // A snapshot counts only if it is clearly newer than the last look.
        simulation.pass(Duration.ofHours(25));
        simulation.walk(mode);
        while (!onTheWay.isEmpty()) {
            simulation.deliver();
        }
        simulation.workUntilQuiet();
    }

    /** In bad weather and with notices that still come; then exactly our external ids are gone, and nothing else changed. */
    void remove() {
        simulation.story().tell(() -> "the integration is removed");
        var removed = new Removed(simulation);
        var run = new RunId(UUID.randomUUID().toString());
        processes.hear(simulation.topics().settings(IntegrationState.REMOVING, run));
        simulation.fate().becomes(weather);
        for (int round = 0; round < ROUNDS_IN_BAD_WEATHER; round++) {
            simulation.interventions().sweep();
            simulation.deliver();
            simulation.work(round % 2);
            simulation.pass(Duration.ofMillis(random.nextInt(8_000)));
        }
        simulation.fate().becomes(Weather.FAIR);
        apis.recover();
        simulation.topics().access();
        simulation.restartTheDead();
        for (int round = 0; cleared().isEmpty() && round < MOST_ROUNDS; round++) {
            simulation.work(round % 2);
            simulation.pass(Duration.ofSeconds(1));
        }
        removed.check(run, cleared());
        simulation.settings(IntegrationState.REMOVED);
        simulation.pass(SimulatedProcess.CONFIG.lease());
        simulation.work(0);
        long remembered = database.jdbi()
                .withHandle(handle -> handle.createQuery("select count(*) from ledger where integration_id = ?")
                        .bind(0, simulation.integration().value())
                        .mapTo(Long.class)
                        .one());
        assertThat(remembered).as("nothing is remembered").isZero();
    }

    private List<LinksCleared> cleared() {
        return database.linksCleared(simulation.integration());
    }
}
