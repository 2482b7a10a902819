package dev.rollcall.launcher;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** What goes wrong, each in the middle of what it disturbs: never after some time, but when the work has got so far. */
final class Disturbances {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration DOWN = Duration.ofSeconds(20);
    private static final int LOST = 3;
    private static final double LOSE = 0.3;

    private final LocalStack stack;
    private final DemoIntegration demo;
    private final BusyDay day;
    private final Timeline timeline;
    private final int people;
    private final List<Thread> restarts = new ArrayList<>();
    private final List<String> missed = Collections.synchronizedList(new ArrayList<>());
    private int wanted;
    private int unannounced;

    Disturbances(LocalStack stack, DemoIntegration demo, BusyDay day, Timeline timeline, int people) {
        this.stack = stack;
        this.demo = demo;
        this.day = day;
        this.timeline = timeline;
        this.people = people;
    }

    /** From before the first sync to the end of the day. */
    void slowAndDoubled() {
        demo.sandbox()
                .put(
                        "/sandbox/tenants/" + DemoIntegration.TENANT + "/delivery",
                        Map.of(
                                "copies",
                                2,
                                "shuffle",
                                true,
                                "windowMillis",
                                1500,
                                "delayMillis",
                                500,
                                "itemsPerPost",
                                5));
        demo.directoryFaults(Map.of("latencyMillis", 700));
        demo.zenQmsFaults(Map.of("latencyMillis", 200));
        timeline.say(
                "every notification comes twice, late and out of order; Graph answers after 0.7 s, ZenQMS after 0.2 s");
    }

    void managerKilledInTheWalk() {
        hit("the walk was over before subscription-manager could be killed in it", this::isInTheWalk);
        var walked = demo.run().path("walked").asInt();
        stack.kill(Lineup.MANAGER);
        timeline.say(
                "subscription-manager is killed (kill -9) in the walk: " + walked + " of " + people + " people read");
        demo.directoryFaults(Map.of("latencyMillis", 50));
        startAgain(Lineup.MANAGER);
        changesAmidTheFirstSync(45);
    }

    void workerKilledBetweenCreateAndRecord() {
        awaitUsers(15, 100);
        silentCreates(2);
        stack.kill(Lineup.USER_SYNC);
        timeline.say("user-sync-service is killed (kill -9) at " + users()
                + " ZenQMS users, 2 of them created and not yet recorded");
        startAgain(Lineup.USER_SYNC);
    }

    void zenQmsDown() {
        awaitUsers(50, 100);
        demo.zenQmsFaults(Map.of("downMillis", DOWN.toMillis(), "status", 503, "retryAfter", "2"));
        timeline.say("ZenQMS is down for " + DOWN.toSeconds() + " s at " + users() + " users: 503, Retry-After 2 s");
        changesAmidTheFirstSync(15);
        hit(
                "ZenQMS did not come back",
                () -> demo.zenQmsFaults(Map.of()).path("downMillis").asLong() == 0);
        timeline.say("ZenQMS is back, still with " + users() + " users");
    }

    /** Not waited for: the first sync can't end before these people have an outcome. */
    void answersOfCreatesLost() {
        awaitUsers(55, 100);
        silentCreates(LOST);
        timeline.say(LOST + " creates time out after success: the accounts are there, the answers never come");
    }

    void brokerStopped() {
        awaitUsers(65, 100);
        var before = users();
        stack.kill(Lineup.KAFKA);
        var killed = Instant.now();
        timeline.say("Kafka is killed (kill -9) at " + before + " ZenQMS users");
        changesAmidTheFirstSync(30);
        hit("notification-ingress did not answer 503 without Kafka", () -> isRefusedAtTheDoorSince(killed));
        timeline.say("notification-ingress answers 503, so Graph will deliver again");
        hit("user-sync-service did not go on without Kafka", () -> users() >= before + people / 100);
        timeline.say("user-sync-service goes on without Kafka: " + users() + " users");
        startAgain(Lineup.KAFKA);
        awaitRestarts();
    }

    void workerKilledInTheDay() {
        var before = changes();
        hit("the day was over before user-sync-service could be killed in it", () -> changes() >= before + 5);
        stack.kill(Lineup.USER_SYNC);
        timeline.say("user-sync-service is killed (kill -9) after " + (changes() - before) + " changes of the day");
        startAgain(Lineup.USER_SYNC);
        awaitRestarts();
    }

    /** From now on almost a third of the notifications are never sent. */
    void losing() {
        demo.sandbox().put("/sandbox/tenants/" + DemoIntegration.TENANT + "/delivery", Map.of("lose", LOSE));
        timeline.say(Math.round(LOSE * 100) + " % of the notifications are lost from now on");
    }

    /** Who was lost can only be found by asking the directory what changed. */
    void sweep() {
        demo.sandbox().put("/sandbox/tenants/" + DemoIntegration.TENANT + "/delivery", Map.of("lose", 0));
        var before = Instant.now();
        demo.sweep();
        hit("the sweep did not end", () -> sweptSince(before));
        var sweep = demo.view().path("sweep");
        unannounced = Stream.of("unannounced", "late", "missed")
                .mapToInt(count -> sweep.path(count).asInt())
                .sum();
        timeline.say("the sweep has asked what changed: " + unannounced + " changes had not been announced, " + lost()
                + " notifications were lost");
    }

    private boolean sweptSince(Instant when) {
        var at = demo.view().path("sweep").path("lastSweepAt").asText("");
        return !at.isEmpty() && Instant.parse(at).isAfter(when);
    }

    private int lost() {
        var lost = 0;
        for (var delivery : demo.deliveries().path("data")) {
            lost += delivery.path("status").asInt() == -1 ? 1 : 0;
        }
        return lost;
    }

    /** That something was lost, and that the sweep says so: otherwise nothing is shown. */
    Check checkLost() {
        return new Check(
                "the sweep found what lost notifications told",
                unannounced + " changes",
                unannounced > 0 ? List.of() : List.of("The sweep found no change that had not been announced."));
    }

    void awaitRestarts() {
        try {
            for (var restart : restarts) {
                restart.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LaunchFailure("Interrupted.", e);
        }
    }

    /** That each hit what it was meant for: chaos that came too late shows nothing. */
    Check check() {
        return new Check("each disturbance hit its moment", wanted + " moments", missed);
    }

    private void hit(String otherwise, BooleanSupplier moment) {
        wanted++;
        if (!Eventually.holds(PATIENCE, moment)) {
            missed.add("In vain: " + otherwise + ".");
            timeline.say("in vain: " + otherwise);
        }
    }

    /** Waits for so many per cent of the people, and that the first sync is not over. */
    private void awaitUsers(int from, int below) {
        hit(
                "ZenQMS never had between " + from + " and " + below + " % of the people",
                () -> users() * 100 >= from * people && users() * 100 < below * people);
    }

    private void silentCreates(int creates) {
        demo.zenQmsFaults(Map.of("next", Map.of("times", creates, "operation", "POST /v2/users", "fault", "silence")));
        hit(
                "nobody was created whose answer could be lost",
                () -> demo.zenQmsFaults(Map.of()).path("pending").asLong() == 0);
    }

    private void changesAmidTheFirstSync(int of1000) {
        timeline.say(day.amidTheFirstSync(of1000) + " changes in the directory");
    }

    private boolean isInTheWalk() {
        var run = demo.run();
        return run.path("walked").asInt() * 10 >= people * 3
                && !run.path("walkClosed").asBoolean();
    }

    private boolean isRefusedAtTheDoorSince(Instant when) {
        for (var delivery : demo.deliveries().path("data")) {
            if (delivery.path("status").asInt() == 503
                    && Instant.parse(delivery.path("time").asText()).isAfter(when)) {
                return true;
            }
        }
        return false;
    }

    private int users() {
        return demo.report().path("users").asInt();
    }

    private int changes() {
        return demo.report().path("byOperation").path("PATCH /v2/users/{id}").asInt();
    }

    private void startAgain(String name) {
        var began = Instant.now();
        var part = stack.startAgain(name);
        restarts.add(Thread.ofVirtual().start(() -> {
            try {
                stack.awaitReady(part);
                timeline.say(name + " is ready again after "
                        + Duration.between(began, Instant.now()).toSeconds() + " s");
            } catch (RuntimeException e) {
                // Whatever it is: a part that did not come back must not pass unseen.
                missed.add(name + " did not come back: " + e.getMessage());
                timeline.say(name + " did not come back: " + e.getMessage());
            }
        }));
    }
}
