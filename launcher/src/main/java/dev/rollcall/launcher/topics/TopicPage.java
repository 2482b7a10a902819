package dev.rollcall.launcher.topics;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Collectors;

import dev.rollcall.launcher.Columns;

import org.apache.kafka.common.TopicPartition;

/** One topic: how it stands, partition by partition, and its last messages. */
final class TopicPage {

    private static final List<String> NAMED_HEADERS = List.of("content-type", "traceparent", "tracestate");
    private static final List<String> ORDER =
            List.of("ce_type", "ce_subject", "ce_source", "ce_time", "traceparent", "ce_id");

    private final Cluster cluster;
    private final ZoneId zone;
    private final PrintStream out;

    TopicPage(Cluster cluster, ZoneId zone, PrintStream out) {
        this.cluster = cluster;
        this.zone = zone;
        this.out = out;
    }

    /** Returns whether all is well. */
    boolean print(TopicState topic, int last, boolean values, Instant now) {
        var concerns = Concerns.of(topic);
        switch (topic) {
            case TopicState.Missing missing -> out.println(missing.topic());
            case TopicState.Present present -> {
                head(present, now);
                partitions(present);
                messages(present, last, values);
            }
        }
        concerns.forEach(concern -> {
            out.println();
            Columns.wrapped("WRONG  " + concern, "       ").forEach(out::println);
        });
        return concerns.isEmpty();
    }

    private void head(TopicState.Present topic, Instant now) {
        out.println(topic.topic());
        out.println("kept      " + SurveyTable.kept(topic) + ", "
                + topic.partitions().size() + " partitions");
        out.println("messages  " + (SurveyTable.isCompacted(topic) ? "up to " : "") + Text.number(topic.messages())
                + (topic.newest() == null
                        ? ""
                        : ", the newest of " + Text.seconds(topic.newest(), zone) + ", "
                                + Text.duration(Duration.between(topic.newest(), now)) + " ago"));
        out.println("read by   "
                + (topic.groups().isEmpty()
                        ? SurveyTable.words(Readers.of(topic.topic()))
                        : topic.groups().stream()
                                .map(group -> SurveyTable.readers(group) + ": " + Text.number(group.lag()) + " behind")
                                .collect(Collectors.joining("; "))));
        out.println();
    }

    private void partitions(TopicState.Present topic) {
        var titles = new ArrayList<>(List.of("partition", "begin", "end"));
        var right = new ArrayList<>(List.of(0, 1, 2));
        for (var group : topic.groups()) {
            right.add(titles.size());
            titles.add(Text.line(group.group()) + " behind");
            titles.add("member at");
        }
        var rows = topic.partitions().stream()
                .map(partition -> {
                    var row = new ArrayList<>(List.of(
                            String.valueOf(partition.number()),
                            String.valueOf(partition.begin()),
                            String.valueOf(partition.end())));
                    for (var group : topic.groups()) {
                        row.add(Text.number(group.lags().getOrDefault(partition.number(), 0L)));
                        row.add(group.members().getOrDefault(partition.number(), "nobody"));
                    }
                    return (List<String>) row;
                })
                .toList();
        Columns.print(titles, rows, right, out);
    }

    private void messages(TopicState.Present topic, int last, boolean values) {
        if (last == 0 || topic.messages() == 0) {
            return;
        }
        var messages = last(topic, last);
        out.println();
        out.println((messages.size() == 1
                        ? "The last message"
                        : "The last " + Text.number(messages.size()) + " messages, the newest at the end")
                + (Veil.isOver(topic.topic()) && !values
                        ? "; values may hold personal data, so " + Veil.HIDDEN + " stands for it (--values shows it)"
                        : "")
                + ":");
        messages.forEach(message -> message(message, values));
    }

    private void message(Received message, boolean values) {
        out.println();
        out.println(
                Text.millis(message.at(), zone) + "  " + (message.key() == null ? "(no key)" : Text.line(message.key()))
                        + "  partition " + message.partition() + ", offset " + message.offset());
        message.headers().entrySet().stream()
                // What it is and about whom comes first.
                .sorted(Comparator.comparingInt(header -> rank(header.getKey())))
                .forEach(header -> header(header.getKey(), header.getValue()));
        Veil.value(message.topic(), message.ceType(), message.value(), values)
                .lines()
                .forEach(line -> out.println("  " + line));
    }

    private static int rank(String header) {
        var rank = ORDER.indexOf(header);
        return rank < 0 ? ORDER.size() : rank;
    }

    private void header(String name, String value) {
        out.println("  " + Text.line(name) + ": "
                + (isOurs(name) ? Text.line(value) : "(" + value.length() + " characters)"));
    }

    /** Others may hold anything. */
    private static boolean isOurs(String header) {
        return header.startsWith("ce_") || header.startsWith("rollcall_") || NAMED_HEADERS.contains(header);
    }

    /** By time over all partitions. Compaction leaves gaps, so it looks further back until there are enough. */
    private List<Received> last(TopicState.Present topic, int count) {
        var to = new HashMap<TopicPartition, Long>();
        topic.partitions().forEach(p -> to.put(new TopicPartition(topic.topic(), p.number()), p.end()));
        for (long window = count; ; window *= 8) {
            var from = new HashMap<TopicPartition, Long>();
            for (var partition : topic.partitions()) {
                from.put(
                        new TopicPartition(topic.topic(), partition.number()),
                        Math.max(partition.begin(), partition.end() - window));
            }
            var found = new ArrayList<Received>();
            cluster.read(from, to, record -> found.add(Received.of(record)), ignored -> {});
            var isAll = topic.partitions().stream()
                    .allMatch(p -> from.get(new TopicPartition(topic.topic(), p.number())) == p.begin());
            if (found.size() >= count || isAll) {
                found.sort(Comparator.comparing(Received::at));
                return found.subList(Math.max(0, found.size() - count), found.size());
            }
        }
    }
}
