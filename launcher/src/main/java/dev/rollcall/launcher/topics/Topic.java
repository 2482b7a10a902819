package dev.rollcall.launcher.topics;

import java.util.List;

import dev.rollcall.launcher.UsageFailure;
import dev.rollcall.model.Topics;

/** Names of topics as people write them. */
final class Topic {

    private static final String PREFIX = "rollcall.";

    private Topic() {}

    static String shortened(String topic) {
        return topic.startsWith(PREFIX) ? topic.substring(PREFIX.length()) : topic;
    }

    static boolean isDeadLetters(String topic) {
        return topic.endsWith(".dead-letters");
    }

    /**
     * The topic meant by a whole name, one without {@code rollcall.}, or its end where only one ends so.
     *
     * @throws UsageFailure with the names there are
     */
    static String named(String name) {
        var exact = Topics.ALL.stream()
                .filter(topic -> topic.equals(name) || topic.equals(PREFIX + name))
                .findFirst();
        if (exact.isPresent()) {
            return exact.get();
        }
        var ending =
                Topics.ALL.stream().filter(topic -> topic.endsWith("." + name)).toList();
        if (ending.size() == 1) {
            return ending.getFirst();
        }
        throw new UsageFailure((ending.isEmpty() ? "There is no topic " : "Several topics end in ") + Text.line(name)
                + ". Write one of: " + names(ending.isEmpty() ? Topics.ALL : ending));
    }

    private static String names(List<String> topics) {
        return String.join(", ", topics.stream().map(Topic::shortened).toList());
    }
}
