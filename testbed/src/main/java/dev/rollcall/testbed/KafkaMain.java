package dev.rollcall.testbed;

import java.util.Set;

import org.apache.kafka.common.utils.Exit;

/** A broker in a process of its own: {@code --port N --data DIR}. Runs in 256 MiB of heap. */
public final class KafkaMain {

    private static final String USAGE = "KafkaMain --port N --data DIR";

    private KafkaMain() {}

    public static void main(String[] words) {
        PartMain.run(() -> {
            var arguments = Arguments.of(words, Set.of(), Set.of("port", "data"), USAGE);
            var folder = arguments.folder();
            PartMain.logTo(folder, "kafka.%g.log");
            // The broker ends its process when it cannot go on, and would do so without a word.
            Exit.setHaltProcedure((status, message) -> PartMain.fail(
                    "Kafka gave up" + (message == null ? "" : ": " + message) + "; its log is in " + folder + "."));
            var kafka = RealKafka.start(KafkaOptions.keeping(folder, arguments.port()));
            kafka.createTopics();
            return kafka;
        });
    }
}
