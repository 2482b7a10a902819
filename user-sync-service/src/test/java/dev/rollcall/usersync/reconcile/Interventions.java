package dev.rollcall.usersync.reconcile;

import java.util.List;
import java.util.Optional;
import java.util.Random;

import dev.rollcall.usersync.plan.Ruling;
import dev.rollcall.usersync.rules.History;

/** What is sent though nobody changed: by the sweep, and by administrators. */
final class Interventions {

    private final History history;
    private final OnTheWay onTheWay;
    private final Story story;
    private final SimulatedTime time;
    private final Random random;

    Interventions(History history, OnTheWay onTheWay, Story story, SimulatedTime time, Random random) {
        this.history = history;
        this.onTheWay = onTheWay;
        this.story = story;
        this.time = time;
        this.random = random;
    }

    void sweep() {
        anybody().ifPresent(onTheWay::sweep);
    }

    void rule(Ruling ruling) {
        anybody().ifPresent(subject -> rule(subject, ruling));
    }

    void rule(String subject, Ruling ruling) {
        story.tell(() -> "an administrator says " + ruling + " of " + subject);
        if (ruling == Ruling.RELEASED) {
            history.released(subject);
        }
        onTheWay.ruling(subject, ruling, time.instant());
    }

    private Optional<String> anybody() {
        var people = List.copyOf(history.subjects());
        return people.isEmpty() ? Optional.empty() : Optional.of(people.get(random.nextInt(people.size())));
    }
}
