package dev.rollcall.usersync.reconcile;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

import dev.rollcall.model.Cause;
import dev.rollcall.model.Envelope;
import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.Mode;
import dev.rollcall.model.RunId;
import dev.rollcall.model.SubjectId;
import dev.rollcall.usersync.plan.Ruling;
import dev.rollcall.usersync.rules.Directory;
import dev.rollcall.usersync.rules.RandomPeople;
import dev.rollcall.usersync.work.WorkItem;

/** Notifications and batches that were sent and not acknowledged yet. They arrive in any order. */
final class OnTheWay {

    private final IntegrationId integration;
    private final Random random;
    private final RandomPeople directory;
    private final ManagersTopics topics;
    private final List<List<WorkItem>> items = new ArrayList<>();

    OnTheWay(IntegrationId integration, Random random, RandomPeople directory, ManagersTopics topics) {
        this.integration = integration;
        this.random = random;
        this.directory = directory;
        this.topics = topics;
    }

    boolean isEmpty() {
        return items.isEmpty();
    }

    int size() {
        return items.size();
    }

    /** Not the oldest first. */
    List<WorkItem> any() {
        return items.get(random.nextInt(items.size()));
    }

    /** What is not acknowledged comes again. */
    void arrived(List<WorkItem> acknowledged) {
        items.remove(acknowledged);
    }

    /** Graph's notification: it may come twice. */
    void notice(String subject) {
        var notice = List.of(WorkItem.notice(
                Envelope.live(integration, Cause.NOTIFICATION, topics.version(), null),
                new SubjectId(subject),
                Instant.now()));
        for (int i = random.nextInt(4) == 0 ? 0 : 1; i < 2; i++) {
            items.add(notice);
        }
    }

    /** The sweep saw that somebody changed. */
    void sweep(String subject) {
        var envelope = Envelope.live(integration, Cause.SWEEP, topics.version(), null);
        items.add(List.of(WorkItem.look(envelope, new SubjectId(subject))));
    }

    /** An administrator says something of what may be held; like everything it may come twice. */
    void ruling(String subject, Ruling ruling, Instant at) {
        var envelope = Envelope.live(integration, Cause.REQUEST, topics.version(), null);
        var said = List.of(WorkItem.ruling(envelope, new SubjectId(subject), ruling, at));
        for (int i = random.nextInt(4) == 0 ? 0 : 1; i < 2; i++) {
            items.add(said);
        }
    }

    /** A walk's batch of everybody as they are now. */
    void walk(Mode mode, Instant readAt) {
        var run = new RunId(UUID.randomUUID().toString());
        var envelope = Envelope.run(integration, Cause.INITIAL_SYNC, run, mode, topics.version());
        items.add(directory.everybody().stream()
                .map(Directory::snapshot)
                .map(person -> WorkItem.snapshot(envelope, person, readAt))
                .toList());
    }
}
