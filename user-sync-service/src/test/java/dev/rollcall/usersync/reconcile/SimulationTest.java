package dev.rollcall.usersync.reconcile;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import dev.rollcall.access.AccessSeal;
import dev.rollcall.access.KeysetFile;
import dev.rollcall.access.KeysetSource;
import dev.rollcall.model.Mode;
import dev.rollcall.sandbox.Sandbox;
import dev.rollcall.sandbox.SandboxOptions;
import dev.rollcall.usersync.rules.Rules;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * Hundreds of sequences, each from a seed of its own: whatever happens in between, in the end ZenQMS is right by the rules. A
 * failure tells its seed and what happened; {@code -Drollcall.simulation.seed=N} plays that one again, {@code
 * -Drollcall.simulation.sequences=N} plays more.
 */
class SimulationTest {

    private static final int SEQUENCES = Integer.getInteger("rollcall.simulation.sequences", 500);
    private static final Long ONLY = Long.getLong("rollcall.simulation.seed");
    private static final long FIRST = Long.getLong("rollcall.simulation.first", 1);

    private static final Logger LOG = Logger.getLogger("dev.rollcall.usersync");
    private static final Unexplained UNEXPLAINED = new Unexplained();

    private static SimulatedDatabase database;
    private static SimulatedTime time;
    private static Sandbox sandbox;
    private static HttpClient http;
    private static AccessSeal seal;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        LOG.setLevel(Level.SEVERE);
        LOG.addHandler(UNEXPLAINED);
        database = new SimulatedDatabase("simulation");
        time = new SimulatedTime(database);
        sandbox = Sandbox.start(SandboxOptions.defaults().withClock(time));
        http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        var keyset = Files.createDirectories(folder).resolve("keyset.json");
        KeysetFile.create(keyset);
        seal = AccessSeal.from(KeysetSource.file("the simulation's keyset", keyset));
    }

    @AfterAll
    static void stop() {
        LOG.setLevel(null);
        LOG.removeHandler(UNEXPLAINED);
        http.close();
        sandbox.close();
        database.close();
    }

    @Test
    void promises1to12_whateverHappensInBetweenInTheEndZenQmsIsRight() {
        var failures = new TreeMap<Long, String>();
        var last = ONLY == null ? FIRST + SEQUENCES : ONLY + 1;
        for (long seed = ONLY == null ? FIRST : ONLY; seed < last && failures.size() < 3; seed++) {
            play(seed, failures);
        }
        if (!failures.isEmpty()) {
            fail(told(failures));
        }
    }

    /** What a process could not explain is a failure, whatever became of it. */
    private static final class Unexplained extends Handler {
        private final List<String> records = new ArrayList<>();

        @Override
        public void publish(LogRecord record) {
            if (record.getLevel().intValue() >= Level.SEVERE.intValue()) {
                var thrown = record.getThrown();
                records.add(record.getMessage() + " " + thrown + " "
                        + (thrown == null ? "" : List.of(thrown.getStackTrace()).subList(0, 8)));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    private static void play(long seed, Map<Long, String> failures) {
        UNEXPLAINED.records.clear();
        try (var simulation = new Simulation(seed, database, time, sandbox, seal, http)) {
            try {
                var ending = simulation.ending(new Random(seed));
                simulation.live();
                ending.settle();
                new Rules(simulation).check();
                ending.rule();
                new Rules(simulation).check();
                var writes = simulation.world().writes().size();
                ending.run(Mode.PLAN);
                assertThat(simulation.world().writes())
                        .as("a preview writes nothing")
                        .hasSize(writes);
                ending.run(Mode.APPLY);
                assertThat(simulation.world().writes())
                        .as("promise 7: a run over people who are in step writes nothing")
                        .hasSize(writes);
                new Rules(simulation).check();
                ending.checkRulings();
                ending.remove();
                assertThat(UNEXPLAINED.records).as("errors in the log").isEmpty();
            } catch (AssertionError | RuntimeException e) {
                var story = new ArrayList<>(simulation.story().lines());
                story.addFirst(e.toString());
                failures.put(seed, String.join("\n    ", story));
            }
        }
    }

    private static String told(Map<Long, String> failures) {
        var text = new StringBuilder();
        failures.forEach((seed, story) -> text.append("Again with -Drollcall.simulation.seed=")
                .append(seed)
                .append("\n    ")
                .append(story)
                .append('\n'));
        return text.toString();
    }
}
