package dev.rollcall.launcher;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The first sync and a busy day under fire, and whether ZenQMS ends right all the same. */
final class Chaos {

    /** With fewer the first sync is over before it can be disturbed six times. */
    static final int LEAST_PEOPLE = 500;

    private static final Duration SYNC_WITHIN = Duration.ofMinutes(5);
    private static final Duration SETTLED_WITHIN = Duration.ofMinutes(4);
    private static final Duration QUIET = Duration.ofSeconds(10);

    private final LaunchOptions options;
    private final DemoIntegration demo;
    private final PrintStream out;
    private final Timeline timeline;
    private final BusyDay day;
    private final Disturbances disturbances;

    Chaos(LaunchOptions options, LocalStack stack, DemoIntegration demo, PrintStream out) {
        this.options = options;
        this.demo = demo;
        this.out = out;
        this.timeline = new Timeline(out, InstantSource.system());
        this.day = new BusyDay(demo, options.people, options.seed);
        this.disturbances = new Disturbances(stack, demo, day, timeline, options.people);
    }

    /** @throws LaunchFailure before anything is started */
    static void requireEnough(LaunchOptions options) {
        if (options.people < LEAST_PEOPLE) {
            throw new LaunchFailure("--chaos wants --people " + LEAST_PEOPLE
                    + " or more: with fewer the first sync is over before it can be disturbed.");
        }
    }

    /** Returns whether all checks hold. */
    boolean play() {
        out.println("A first sync of " + options.people + " people and a busy day, under fire.");
        demo.populate();
        disturbances.slowAndDoubled();
        demo.activate();
        timeline.say("first sync begins");
        disturbances.managerKilledInTheWalk();
        disturbances.workerKilledBetweenCreateAndRecord();
        disturbances.zenQmsDown();
        disturbances.answersOfCreatesLost();
        disturbances.brokerStopped();
        awaitFirstSync();
        disturbances.losing();
        timeline.say("the day begins: " + day.afterTheFirstSync()
                + " times somebody changes, is hired, disabled, deleted or restored");
        disturbances.workerKilledInTheDay();
        disturbances.sweep();
        var quiet = awaitQuiet();
        var checks = checks();
        checks.add(quiet);
        checks.add(disturbances.checkLost());
        checks.add(disturbances.check());
        out.println();
        return CheckList.print(checks, out);
    }

    private void awaitFirstSync() {
        disturbances.awaitRestarts();
        Eventually.holds(SYNC_WITHIN, () -> demo.run().hasNonNull("ended"));
        var run = demo.run();
        timeline.say("first sync " + DemoIntegration.state(run) + ": " + DemoIntegration.counts(run));
    }

    /** Right, and nothing moves any more: a late write would still count. */
    private Check awaitQuiet() {
        timeline.say("waiting until everybody is as they should be and nothing moves for " + QUIET.toSeconds() + " s");
        var last = new Object() {
            String moves = "";
            Instant since = Instant.now();
        };
        var settled = Eventually.holds(SETTLED_WITHIN, () -> {
            var moves = moves();
            if (!moves.equals(last.moves)) {
                last.moves = moves;
                last.since = Instant.now();
            }
            return last.since.plus(QUIET).isBefore(Instant.now()) && isRight();
        });
        var unsettled = "not right and quiet after " + SETTLED_WITHIN.toMinutes() + " minutes";
        timeline.say(settled ? "quiet" : unsettled);
        return new Check("everything came to rest", "", settled ? List.of() : List.of("ZenQMS was " + unsettled + "."));
    }

    /** Grows with each call to ZenQMS, each delivery and each outcome. */
    private String moves() {
        return demo.report().path("calls").asInt() + " "
                + demo.deliveries().path("total").asInt() + " " + demo.lastOutcome();
    }

    /** As far as time can still heal it. */
    private boolean isRight() {
        return verdict().byTheRules().holds()
                && FireChecks.stillActive(day.deletedForGood(), demo.zenQmsUsers())
                        .isEmpty();
    }

    private Verdict verdict() {
        return new Verdict(demo);
    }

    private List<Check> checks() {
        var checks = new ArrayList<>(verdict().checks());
        checks.addAll(new FireChecks(new FireChecks.Evidence(
                        demo.run(),
                        options.people,
                        demo.outcomes(),
                        demo.zenQmsUsers(),
                        day.deletedForGood(),
                        demo.directoryFaults(Map.of()),
                        demo.report()))
                .checks());
        return checks;
    }
}
