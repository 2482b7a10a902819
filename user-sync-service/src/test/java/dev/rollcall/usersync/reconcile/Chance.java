package dev.rollcall.usersync.reconcile;

import java.time.Duration;
import java.util.Random;

import dev.rollcall.model.IntegrationState;
import dev.rollcall.model.Mode;
import dev.rollcall.usersync.plan.Ruling;

/** Decides what happens next in a sequence. */
final class Chance {

    private final Simulation simulation;
    private final Random random;
    private final boolean walks;
    private final boolean troubled;

    Chance(Simulation simulation, Random random) {
        this.simulation = simulation;
        this.random = random;
        this.walks = random.nextBoolean();
        this.troubled = random.nextInt(3) == 0;
    }

    void live() {
        // Few: what goes wrong early is mended by what comes later.
        var steps = 3 + random.nextInt(20);
        for (int i = 0; i < steps; i++) {
            happen();
        }
    }

    private void happen() {
        if (simulation.story().wentSomethingWrong()) {
            changeAfterTrouble();
        }
        happenByChance();
    }

    /**
     * What most easily goes wrong after trouble: somebody becomes again what they were, so that a record that was lost is taken
     * for done; or they change once more while a call that nobody waits for is still on its way.
     */
    private void changeAfterTrouble() {
        switch (random.nextInt(3)) {
            case 0 -> {
                simulation.noticeIfAny(simulation.directory().changeBack());
                simulation.pass(SimulatedProcess.CONFIG.lease());
                simulation.deliverAndWork();
            }
            case 1 -> {
                simulation.noticeIfAny(simulation.directory().changeMail());
                simulation.pass(Duration.ofMillis(600));
                simulation.deliverAndWork();
            }
            default -> {}
        }
    }

    private void happenByChance() {
        switch (random.nextInt(23)) {
            case 0, 1, 2, 3, 4 -> simulation.change();
            case 5, 6, 7, 8 -> simulation.deliver();
            case 9, 10, 11, 12, 13, 14 -> simulation.work(random.nextInt(2));
            case 15 -> simulation.pass(Duration.ofMillis(random.nextInt(5_000)));
            case 16 -> simulation.pass(Duration.ofSeconds(random.nextInt(90)));
            case 17 ->
                mayWalk(
                        switch (random.nextInt(5)) {
                            case 0 -> Mode.PLAN;
                            case 1 -> Mode.LINK;
                            default -> Mode.APPLY;
                        });
            case 18 -> mayRefuse();
            case 19 -> simulation.interventions().sweep();
            case 20, 21 -> simulation.interventions().rule(random.nextBoolean() ? Ruling.RELEASED : Ruling.REJECTED);
            default -> mayPause();
        }
    }

    /** A walk compares with ZenQMS itself and so mends much: half of the sequences have none. */
    private void mayWalk(Mode mode) {
        if (walks) {
            simulation.walk(mode);
        }
    }

    /** ZenQMS refuses the key for a while; a new one comes later. */
    private void mayRefuse() {
        if (!troubled) {
            return;
        }
        simulation.story().tell(() -> "ZenQMS's key is refused, or accepted again");
        simulation.world().account().activated(random.nextBoolean());
        simulation.topics().access();
    }

    private void mayPause() {
        if (!troubled) {
            return;
        }
        var state = random.nextInt(3) == 0 ? IntegrationState.PAUSED : IntegrationState.ACTIVE;
        simulation.story().tell(() -> "integration " + state);
        simulation.settings(state);
    }

    /** While one process stands still, the other goes on, people change and time passes. */
    void goesOn(int other) {
        for (int i = 1 + random.nextInt(5); i > 0; i--) {
            switch (random.nextInt(4)) {
                case 0 -> simulation.change();
                case 1 -> simulation.pass(Duration.ofSeconds(5 + random.nextInt(40)));
                default -> simulation.hearAndWork(other);
            }
        }
    }
}
