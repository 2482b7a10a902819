package dev.rollcall.launcher.topics;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;

import dev.rollcall.launcher.Columns;
import dev.rollcall.launcher.UsageFailure;
import dev.rollcall.model.Topics;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows topics, lag, messages and one person's trail, and changes nothing. Exit 0 well, 1 not, 2 wrong usage. */
@Command(
        name = "topics",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Shows topics and who is behind; with a name its last messages; with --person one person's trail.",
        footer = {
            "",
            "It only reads: it joins no group and commits nothing.",
            "Exit: 0 all is well (with --person: there is a trail), 1 something is wrong, 2 wrong usage."
        })
public final class TopicsCommand implements Callable<Integer> {

    private static final Pattern AGE = Pattern.compile("(\\d{1,6})\\s*(min|h|d)");

    @Parameters(
            arity = "0..1",
            paramLabel = "name",
            description = "a topic; \"rollcall.\" may be left out, and the rest but its end where that is clear")
    String name;

    @Option(
            names = "--person",
            paramLabel = "ID",
            description = "the trail of this person, by their object id in the directory; integration/ID where several"
                    + " integrations know them")
    String person;

    @Option(
            names = "--since",
            paramLabel = "AGE",
            description = "how far back a trail begins, such as 90min, 12h or 30d (${DEFAULT-VALUE})")
    String since = "14d";

    @Option(names = "--last", paramLabel = "N", description = "how many messages of a topic (${DEFAULT-VALUE})")
    int last = 10;

    @Option(names = "--values", description = "also show personal data: mails, names, titles, dead letters")
    boolean values;

    @Mixin
    ClusterOptions cluster;

    @Override
    public Integer call() {
        return show(System.out, System.err, Instant.now(), ZoneId.systemDefault());
    }

    int show(PrintStream out, PrintStream err, Instant now, ZoneId zone) {
        var topic = name == null ? null : Topic.named(name);
        var whom = person == null ? null : Person.of(person);
        var begin = now.minus(age(since));
        if (last < 0 || last > 10_000) {
            throw new UsageFailure("Give --last a number from 0 to 10000.");
        }
        try (var kafka = Cluster.open(cluster.settings())) {
            var survey = new Survey(kafka);
            if (whom != null) {
                var wanted = topic == null ? Trail.topics() : List.of(topic);
                return new TrailPage(kafka, zone, out, err).print(survey.of(wanted), whom, values, begin) ? 0 : 1;
            }
            if (topic != null) {
                var state = survey.of(List.of(topic)).getFirst();
                return new TopicPage(kafka, zone, out).print(state, last, values, now) ? 0 : 1;
            }
            var states = survey.of(Topics.ALL);
            out.println("Kafka at " + kafka.address() + ", " + Text.seconds(now, zone) + " " + zone.getId()
                    + "; names without \"rollcall.\"");
            out.println();
            var isWell = SurveyTable.print(states, now, out);
            var strangers = survey.strangers();
            if (!strangers.isEmpty()) {
                Columns.wrapped("Not of this version: " + Text.line(String.join(", ", strangers)), "  ")
                        .forEach(out::println);
            }
            return isWell ? 0 : 1;
        }
    }

    private static Duration age(String text) {
        var age = AGE.matcher(text.strip());
        if (!age.matches()) {
            throw new UsageFailure("Give --since an age such as 90min, 12h or 30d.");
        }
        var number = Long.parseLong(age.group(1));
        return switch (age.group(2)) {
            case "min" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }
}
