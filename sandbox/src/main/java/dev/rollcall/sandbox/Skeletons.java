package dev.rollcall.sandbox;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * New people as Entra writes them: first the bare object, then its properties. Whoever looks at once sees nobody's name.
 */
final class Skeletons {
    /** Runs something later, on a thread that must not be blocked. */
    interface Later {
        void run(Duration wait, Runnable then);
    }

    private final Directory directory;
    private final Notifier notifier;
    private final Later later;
    private final Map<String, Person> unfinished = new ConcurrentHashMap<>();
    private volatile Duration completeAfter = Duration.ZERO;

    Skeletons(Directory directory, Notifier notifier, Later later) {
        this.directory = directory;
        this.notifier = notifier;
        this.later = later;
    }

    /** Zero: people are complete at once. */
    void completeAfter(Duration wait) {
        completeAfter = wait;
    }

    Duration completeAfter() {
        return completeAfter;
    }

    void add(Person person) {
        Duration wait = completeAfter;
        if (wait.isZero()) {
            directory.add(person);
        } else {
            unfinished.put(person.id(), person);
            directory.add(bare(person));
        }
        notifier.userChanged(person.id(), "updated");
        if (!wait.isZero()) {
            later.run(wait, () -> complete(person.id()));
        }
    }

    void completeAll() {
        List.copyOf(unfinished.keySet()).forEach(this::complete);
    }

    private void complete(String id) {
        Person full = unfinished.remove(id);
        if (full != null && directory.fill(id, full)) {
            notifier.userChanged(id, "updated");
        }
    }

    private static Person bare(Person person) {
        return person.withMail(null)
                .withGivenName(null)
                .withSurname(null)
                .withJobTitle(null)
                .withDisplayName(null)
                .withDepartment(null);
    }
}
