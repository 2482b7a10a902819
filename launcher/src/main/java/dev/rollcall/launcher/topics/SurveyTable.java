package dev.rollcall.launcher.topics;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.rollcall.launcher.Columns;

/** All topics at a glance, and below it what is wrong. */
final class SurveyTable {

    private static final List<String> TITLES =
            List.of("", "topic", "kept", "partitions", "messages", "newest", "read by", "behind");

    private SurveyTable() {}

    /** Returns whether all is well. */
    static boolean print(List<TopicState> topics, Instant now, PrintStream out) {
        var rows = new ArrayList<List<String>>();
        var wrong = new ArrayList<String>();
        for (var topic : topics) {
            var concerns = Concerns.of(topic);
            concerns.forEach(concern -> wrong.add(Topic.shortened(topic.topic()) + ": " + concern));
            var mark = concerns.isEmpty() ? "ok" : "WRONG";
            rows.addAll(
                    switch (topic) {
                        case TopicState.Missing missing ->
                            List.of(List.of(mark, Topic.shortened(missing.topic()), "missing"));
                        case TopicState.Present present -> rows(mark, present, now);
                    });
        }
        Columns.print(TITLES, rows, List.of(3, 4, 7), out);
        out.println();
        wrong.forEach(
                concern -> Columns.wrapped("WRONG  " + concern, "         ").forEach(out::println));
        out.println(wrong.isEmpty() ? "Nothing is wrong." : wrong.size() + " to look at.");
        return wrong.isEmpty();
    }

    private static List<List<String>> rows(String mark, TopicState.Present topic, Instant now) {
        var rows = new ArrayList<List<String>>();
        var first = List.of(
                mark,
                Topic.shortened(topic.topic()),
                kept(topic),
                String.valueOf(topic.partitions().size()),
                (isCompacted(topic) && topic.messages() > 0 ? "up to " : "") + Text.number(topic.messages()),
                topic.newest() == null ? "-" : Text.duration(Duration.between(topic.newest(), now)) + " ago");
        if (topic.groups().isEmpty()) {
            rows.add(append(first, words(Readers.of(topic.topic())), ""));
        }
        for (var group : topic.groups()) {
            rows.add(append(
                    rows.isEmpty() ? first : List.of("", "", "", "", "", ""),
                    readers(group),
                    Text.number(group.lag())));
        }
        return rows;
    }

    private static List<String> append(List<String> cells, String readers, String behind) {
        var row = new ArrayList<>(cells);
        row.add(readers);
        row.add(behind);
        return row;
    }

    static String readers(TopicState.GroupState group) {
        return Text.line(group.group())
                + (group.settling()
                        ? ", sharing out its partitions"
                        : group.members().isEmpty() ? ", no member here" : "");
    }

    static String words(Readers readers) {
        return switch (readers) {
            case Readers.Groups(var names) -> String.join(", ", names) + ": never yet";
            case Readers.EveryInstance ignored -> "every instance";
            case Readers.NobodyYet ignored -> "nobody yet";
            case Readers.Operators ignored -> "you";
        };
    }

    static boolean isCompacted(TopicState.Present topic) {
        return topic.settings().getOrDefault("cleanup.policy", "").contains("compact");
    }

    static String kept(TopicState.Present topic) {
        if (topic.settings().isEmpty()) {
            return "?";
        }
        if (isCompacted(topic)) {
            return "compacted";
        }
        var millis = Long.parseLong(topic.settings().getOrDefault("retention.ms", "-1"));
        var duration = Duration.ofMillis(millis);
        return millis < 0
                ? "for good"
                : duration.toHours() <= 24 ? duration.toHours() + " h" : duration.toDays() + " d";
    }
}
