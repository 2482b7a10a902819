package dev.rollcall.launcher.topics;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;

import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** Reads the topics for one person's trail, up to where they end now, and prints it. */
final class TrailPage {

    private static final Duration QUIET = Duration.ofSeconds(2);

    private final Cluster cluster;
    private final ZoneId zone;
    private final PrintStream out;
    private final PrintStream err;

    TrailPage(Cluster cluster, ZoneId zone, PrintStream out, PrintStream err) {
        this.cluster = cluster;
        this.zone = zone;
        this.out = out;
        this.err = err;
    }

    /** Returns whether there is a trail. */
    boolean print(List<TopicState> topics, Person person, boolean values, Instant since) {
        var trail = new Trail(person, values);
        topics.forEach(topic -> {
            switch (topic) {
                case TopicState.Missing missing ->
                    out.println("WRONG  " + missing.topic() + " does not exist, so it says nothing.");
                case TopicState.Present present -> read(present, since, trail);
            }
        });
        var steps = trail.steps();
        steps.forEach(step -> out.println(line(step)));
        if (steps.isEmpty()) {
            out.println("Nothing about " + Text.line(person.subject())
                    + (person.integration() == null ? "" : " of integration " + Text.line(person.integration()))
                    + " since " + Text.seconds(since, zone) + ". --person takes the object id in the directory, not a"
                    + " mail; --since looks further back, as far as topics are kept.");
        }
        return !steps.isEmpty();
    }

    /** Not wrapped: one line each is what grep and sort want. */
    private String line(Step step) {
        return Text.millis(step.at(), zone) + "  " + padded(Topic.shortened(step.topic()), 22) + "  "
                + padded(step.trace() == null ? "-" : Text.shortened(step.trace()), 8) + "  " + step.words();
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private void read(TopicState.Present topic, Instant since, Trail trail) {
        var from = new HashMap<TopicPartition, Long>();
        var to = new HashMap<TopicPartition, Long>();
        var first = first(topic, since);
        topic.partitions().forEach(p -> {
            var partition = new TopicPartition(topic.topic(), p.number());
            var offset = first.getOrDefault(partition, p.begin());
            to.put(partition, p.end());
            from.put(partition, offset < 0 ? p.end() : Math.max(offset, p.begin()));
        });
        var progress = new Progress(Topic.shortened(topic.topic()), from, to);
        cluster.read(
                from,
                to,
                record -> {
                    // A partition's timestamps need not grow, so older ones may stand behind the first.
                    if (SurveyTable.isCompacted(topic) || record.timestamp() >= since.toEpochMilli()) {
                        trail.add(Received.of(record));
                    }
                },
                progress::at);
    }

    /** What is compacted stands for good: a link from last year is part of the trail. */
    private HashMap<TopicPartition, Long> first(TopicState.Present topic, Instant since) {
        var first = new HashMap<TopicPartition, Long>();
        if (!SurveyTable.isCompacted(topic) && !topic.partitions().isEmpty()) {
            var asked = new HashMap<TopicPartition, OffsetSpec>();
            topic.partitions()
                    .forEach(p -> asked.put(
                            new TopicPartition(topic.topic(), p.number()),
                            OffsetSpec.forTimestamp(since.toEpochMilli())));
            cluster.answer(cluster.admin().listOffsets(asked).all())
                    .forEach((partition, info) -> first.put(partition, info.offset()));
        }
        return first;
    }

    private final class Progress {
        private final String topic;
        private final long all;
        private long told = System.nanoTime();

        Progress(String topic, HashMap<TopicPartition, Long> from, HashMap<TopicPartition, Long> to) {
            this.topic = topic;
            this.all = from.keySet().stream()
                    .mapToLong(p -> to.get(p) - from.get(p))
                    .sum();
        }

        void at(long read) {
            if (System.nanoTime() - told > QUIET.toNanos()) {
                told = System.nanoTime();
                err.println("  reading " + topic + ": " + Text.number(read) + " of " + Text.number(all) + " messages");
            }
        }
    }
}
