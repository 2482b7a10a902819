package dev.rollcall.launcher.topics;

import java.util.ArrayList;
import java.util.List;

import dev.rollcall.testbed.TopicPlan;

/** What is wrong with a topic, each in a sentence that says what to do. */
final class Concerns {

    private Concerns() {}

    static List<String> of(TopicState state) {
        return switch (state) {
            case TopicState.Missing missing ->
                List.of(
                        "The topic does not exist: who writes to it gets errors, and its readers are not ready. Create it"
                                + " with " + plan(missing.topic()) + "; ./rollcall up makes its own at each start.");
            case TopicState.Present present -> present(present);
        };
    }

    private static List<String> present(TopicState.Present topic) {
        var concerns = new ArrayList<String>();
        if (Topic.isDeadLetters(topic.topic()) && topic.messages() > 0) {
            concerns.add(count(topic.messages(), "message")
                    + " could not be read: ./rollcall topics " + Topic.shortened(topic.topic())
                    + " shows why. It is a bug, or a sender's new format.");
        }
        for (var group : topic.groups()) {
            if (group.isStranded()) {
                var waiting = group.lags().entrySet().stream()
                        .filter(lag -> !group.members().containsKey(lag.getKey()))
                        .mapToLong(lag -> lag.getValue())
                        .sum();
                concerns.add(count(waiting, "message") + (waiting == 1 ? " waits" : " wait") + " for " + group.group()
                        + ", and no member of it reads there: does it run, and is it ready?");
            }
        }
        if (Readers.of(topic.topic()) instanceof Readers.Groups(var names) && topic.messages() > 0) {
            names.stream()
                    .filter(name -> topic.groups().stream()
                            .noneMatch(group -> group.group().equals(name)))
                    .forEach(name -> concerns.add(count(topic.messages(), "message") + ", and " + name
                            + " never read any: does it run, with this broker?"));
        }
        if (!topic.settings().isEmpty()) {
            TopicPlan.settings(topic.topic()).forEach((name, planned) -> {
                var found = topic.settings().get(name);
                if (!planned.equals(found)) {
                    concerns.add(name + " is " + found + " where Rollcall wants " + planned + ".");
                }
            });
        }
        return concerns;
    }

    private static String plan(String topic) {
        var settings = new ArrayList<String>();
        TopicPlan.settings(topic).forEach((name, value) -> settings.add(name + "=" + value));
        settings.sort(null);
        return String.join(", ", settings);
    }

    private static String count(long count, String what) {
        return Text.number(count) + " " + what + (count == 1 ? "" : "s");
    }
}
