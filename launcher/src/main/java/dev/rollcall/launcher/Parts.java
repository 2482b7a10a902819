package dev.rollcall.launcher;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The processes of one stack. Services are stopped before the ground they stand on; once stopping, none is started. */
final class Parts {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path logs;
    private final List<Part> ground = new CopyOnWriteArrayList<>();
    private final List<Part> services = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> starts = new HashMap<>();
    private volatile boolean stopping;

    Parts(Path logs) {
        this.logs = logs;
    }

    /** Kafka, PostgreSQL, the sandbox: what services need until they ended. */
    Part startGround(String name, List<String> command) {
        return start(ground, name, command, Map.of());
    }

    Part startService(String name, List<String> command, Map<String, String> environment) {
        return start(services, name, command, environment);
    }

    private synchronized Part start(
            List<Part> kind, String name, List<String> command, Map<String, String> environment) {
        if (stopping) {
            throw new LaunchFailure("Stopping: " + name + " is not started any more.");
        }
        // Each start has a log of its own: what a killed part said last stays readable.
        var nth = starts.merge(name, 1, Integer::sum);
        var log = logs.resolve(nth == 1 ? name + ".log" : name + "." + nth + ".log");
        var part = Part.start(name, log, command, environment);
        kind.add(part);
        return part;
    }

    /** Ends a part without asking (kill -9). It is none of ours from then on: nobody is told that it ended by itself. */
    synchronized void kill(String name) {
        for (var kind : List.of(ground, services)) {
            var killed = kind.stream().filter(part -> part.name().equals(name)).toList();
            kind.removeAll(killed);
            killed.forEach(Part::kill);
        }
    }

    /** Waits until a part ends by itself. Returns its name, or nothing once the parts are being stopped. */
    Optional<String> awaitFirstEnd() throws InterruptedException {
        while (!stopping) {
            var ended = Stream.concat(ground.stream(), services.stream())
                    .filter(part -> !part.isAlive())
                    .findFirst();
            // Asked after the look: a part that ended because of us ended when this was already true.
            if (ended.isPresent() && !stopping) {
                return ended.map(Part::name);
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
        return Optional.empty();
    }

    Map<String, Long> pids() {
        var pids = new TreeMap<String, Long>();
        Stream.concat(ground.stream(), services.stream()).forEach(part -> pids.put(part.name(), part.pid()));
        return pids;
    }

    /** Services first, so that they can finish what they began. Returns when no part is left. */
    void stop() {
        // Before the lock is asked for, so that a start that goes on meanwhile is the last one.
        stopping = true;
        synchronized (this) {
            stop(services);
            stop(ground);
        }
    }

    private static void stop(List<Part> parts) {
        parts.forEach(Part::end);
        parts.forEach(part -> part.awaitEnd(PATIENCE));
    }
}
