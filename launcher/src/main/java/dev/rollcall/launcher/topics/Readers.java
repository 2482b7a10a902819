package dev.rollcall.launcher.topics;

import java.util.List;
import java.util.Map;

import dev.rollcall.model.Topics;

/** Who is meant to read a topic. */
sealed interface Readers {

    /** Consumer groups, each of which reads all of it and shares it out among its members. */
    record Groups(List<String> names) implements Readers {}

    /** Each instance reads all of it, by assignment: there is no group and no lag to see. */
    record EveryInstance() implements Readers {}

    /** No service yet. */
    record NobodyYet() implements Readers {}

    /** Whoever looks after Rollcall. */
    record Operators() implements Readers {}

    String USER_SYNC = "user-sync-service";
    String MANAGER = "subscription-manager";
    /** The manager's counting of what happens outside of runs. */
    String MANAGER_LIVE = "subscription-manager-live";

    Map<String, Readers> OF = Map.ofEntries(
            Map.entry(Topics.USER_NOTICES, new Groups(List.of(USER_SYNC, MANAGER_LIVE))),
            Map.entry(Topics.GROUP_NOTICES, new Groups(List.of(MANAGER_LIVE))),
            Map.entry(Topics.LIFECYCLE_NOTICES, new Groups(List.of(MANAGER_LIVE))),
            Map.entry(Topics.LINKS, new NobodyYet()),
            Map.entry(Topics.SETTINGS, new EveryInstance()),
            Map.entry(Topics.ACCESS, new EveryInstance()),
            Map.entry(Topics.INITIAL_BATCHES, new Groups(List.of(USER_SYNC))),
            Map.entry(Topics.REQUESTS, new Groups(List.of(USER_SYNC))),
            Map.entry(Topics.OUTCOMES, new Groups(List.of(MANAGER))),
            Map.entry(Topics.PLANS, new Groups(List.of(MANAGER))),
            Map.entry(Topics.INGRESS_DEAD_LETTERS, new Groups(List.of(MANAGER_LIVE))),
            Map.entry(Topics.USER_SYNC_DEAD_LETTERS, new Operators()),
            Map.entry(Topics.SUBSCRIPTION_MANAGER_DEAD_LETTERS, new Operators()));

    /** @throws IllegalStateException for a topic nobody decided about */
    static Readers of(String topic) {
        var readers = OF.get(topic);
        if (readers == null) {
            throw new IllegalStateException("Nobody decided who reads " + topic);
        }
        return readers;
    }
}
