package dev.rollcall.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import dev.rollcall.launcher.DemoIntegration;
import dev.rollcall.launcher.LaunchFailure;
import dev.rollcall.launcher.LaunchOptions;
import dev.rollcall.launcher.LocalStack;

import com.fasterxml.jackson.databind.JsonNode;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Live changes at an even rate: how long until ZenQMS is written to. Then a burst of many notices for few people. */
@Command(name = "live", mixinStandardHelpOptions = true, description = "from a change to the write, and a burst")
final class LiveBench implements Callable<Integer> {

    private static final String TENANT = "/sandbox/tenants/" + DemoIntegration.TENANT;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** Longer than the people of the burst take to be changed. */
    private static final Duration GATHERED = Duration.ofSeconds(20);

    private static final int COPIES = 10;
    private static final int ITEMS_PER_POST = 100;

    @Mixin
    LaunchOptions options;

    @Option(names = "--rate", description = "changes a second (${DEFAULT-VALUE})")
    int rate = 100;

    @Option(names = "--seconds", description = "how long (${DEFAULT-VALUE})")
    int seconds = 30;

    @Option(names = "--latency", description = "each answer of Graph and of ZenQMS takes so many ms (${DEFAULT-VALUE})")
    int latency = 20;

    @Option(names = "--burst", description = "people of the burst, each announced ten times (${DEFAULT-VALUE})")
    int burst = 1000;

    @Option(
            names = "--warm-up",
            description = "seconds of the same before it counts: what runs is compiled by then (${DEFAULT-VALUE})")
    int warmUp = 150;

    @Option(names = "--profile", description = "leave a flight recording of each service in this folder")
    Path profile;

    @Override
    public Integer call() throws Exception {
        var pace = new HashMap<>(Profile.into(profile));
        pace.put("ROLLCALL_USER_SYNC_FIRST_PACE", "5000");
        try (var stack = LocalStack.forBench(options, pace)) {
            var integration = stack.integration(Map.of("zenQmsRequestsPerSecond", 5000, "zenQmsConcurrency", 64));
            integration.populate();
            integration.activate();
            while (!integration.run().hasNonNull("ended")) {
                Thread.sleep(250);
            }
            var people = linked(stack, integration);
            integration.zenQmsFaults(Map.of("latencyMillis", latency));
            integration.directoryFaults(Map.of("latencyMillis", latency));
            // What they run is compiled before it counts.
            var metrics = new ServiceMetrics(stack.managementUri("user-sync-service"));
            changes("warm-up", stack, people, warmUp, metrics);
            changes("live", stack, people, seconds, metrics);
            burst(stack, people.subList(0, Math.min(burst, people.size())), metrics);
            return 0;
        }
    }

    /** Whose changes reach ZenQMS: people of the directory whom it has as active users. */
    private static List<String> linked(LocalStack stack, DemoIntegration integration) {
        var known = new HashSet<String>();
        integration.people().forEach(person -> known.add(person.path("id").asText()));
        var linked = new ArrayList<String>();
        pages(stack, "/sandbox/accounts/" + DemoIntegration.ACCOUNT + "/users", 0).stream()
                .filter(user ->
                        user.path("active").asBoolean(user.path("is_active").asBoolean()))
                .map(user -> user.path("external_id").asText(""))
                .filter(known::contains)
                .forEach(linked::add);
        return linked;
    }

    private void changes(String name, LocalStack stack, List<String> people, int howLong, ServiceMetrics metrics)
            throws InterruptedException {
        metrics.since();
        var before = writes(stack).size();
        var changed = new ConcurrentHashMap<String, Instant>();
        var count = rate * howLong;
        var sandbox = stack.sandbox();
        try (var timer = Executors.newScheduledThreadPool(1);
                var senders = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < count; i++) {
                var title = name + " " + i;
                var person = people.get(i % people.size());
                timer.schedule(
                        () -> senders.submit(() -> {
                            var answer = sandbox.patch(TENANT + "/people/" + person, Map.of("jobTitle", title));
                            changed.put(
                                    title,
                                    Instant.parse(answer.path("changedAt").asText()));
                        }),
                        i * 1_000_000L / rate,
                        TimeUnit.MICROSECONDS);
            }
            timer.shutdown();
            timer.awaitTermination(howLong + 60L, TimeUnit.SECONDS);
        }
        var written = awaitWrites(stack, before, changed);
        var all = new Histogram(3);
        var late = 0;
        for (var change : changed.entrySet()) {
            if (written.containsKey(change.getKey())) {
                all.recordValue(Math.max(
                        0,
                        Duration.between(change.getValue(), written.get(change.getKey()))
                                .toMillis()));
            } else {
                // The next change of the same person came first: one write for both.
                late++;
            }
        }
        // A batch of Graph, a search and the write itself.
        var apis = 3 * latency;
        var inside = metrics.since();
        System.out.printf(
                "%-8s %d changes a second for %d s: change to write p50 %d ms, p99 %d ms; beyond the APIs' %d ms: %d and %d ms; %d coalesced%n",
                name,
                rate,
                howLong,
                all.getValueAtPercentile(50),
                all.getValueAtPercentile(99),
                apis,
                all.getValueAtPercentile(50) - apis,
                all.getValueAtPercentile(99) - apis,
                late);
        System.out.println("         mean ms, as user-sync measures them: " + inside);
    }

    /** Until the last change of each person is there. */
    private Map<String, Instant> awaitWrites(LocalStack stack, int before, Map<String, Instant> changed)
            throws InterruptedException {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        var still = 0;
        var seen = before;
        var written = new HashMap<String, Instant>();
        // No write for three seconds: nothing more is coming.
        while (still < 6) {
            var more = writesSince(stack, seen);
            more.forEach(write -> written.put(
                    write.path("body").path("title").asText(),
                    Instant.parse(write.path("time").asText())));
            seen += more.size();
            still = more.isEmpty() ? still + 1 : 0;
            if (System.nanoTime() > deadline) {
                throw new LaunchFailure("Only " + written.size() + " of " + changed.size() + " changes were written.");
            }
            Thread.sleep(500);
        }
        return written;
    }

    /** Everybody is changed while Graph gathers; then all of it comes at once, and shuffled. */
    private void burst(LocalStack stack, List<String> people, ServiceMetrics metrics) throws InterruptedException {
        stack.sandbox()
                .put(
                        TENANT + "/delivery",
                        Map.of(
                                "copies",
                                COPIES,
                                "shuffle",
                                true,
                                "windowMillis",
                                GATHERED.toMillis(),
                                "itemsPerPost",
                                ITEMS_PER_POST));
        var before = writes(stack).size();
        metrics.since();
        var began = Instant.now();
        try (var senders = Executors.newFixedThreadPool(8)) {
            people.forEach(person -> senders.submit(
                    () -> stack.sandbox().patch(TENANT + "/people/" + person, Map.of("jobTitle", "burst " + person))));
        }
        var written = new HashMap<String, Instant>();
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        for (int seen = before; written.size() < people.size(); Thread.sleep(200)) {
            var more = writesSince(stack, seen);
            seen += more.size();
            more.forEach(write -> written.put(
                    write.path("body").path("title").asText(),
                    Instant.parse(write.path("time").asText())));
            if (System.nanoTime() > deadline) {
                throw new LaunchFailure("Only " + written.size() + " of the burst were written.");
            }
        }
        Thread.sleep(3000);
        var first = stack.sandbox()
                .get(TENANT + "/deliveries?limit=1000")
                .path("data")
                .valueStream()
                .map(delivery -> Instant.parse(delivery.path("time").asText()))
                .filter(began::isBefore)
                .min(Instant::compareTo)
                .orElseThrow();
        var last = written.values().stream().max(Instant::compareTo).orElseThrow();
        var looked = metrics.since().outcomes();
        System.out.printf(
                "burst    %d notices for %d people in POSTs of %d: all written %.1f s after the first POST; %.0f looks, coalesced %.1f to 1%n",
                people.size() * COPIES,
                people.size(),
                ITEMS_PER_POST,
                Duration.between(first, last).toMillis() / 1000.0,
                looked,
                people.size() * COPIES / looked);
    }

    private static List<JsonNode> writes(LocalStack stack) {
        return writesSince(stack, 0);
    }

    private static List<JsonNode> writesSince(LocalStack stack, int number) {
        return pages(stack, "/sandbox/accounts/" + DemoIntegration.ACCOUNT + "/writes", number);
    }

    private static List<JsonNode> pages(LocalStack stack, String path, int offset) {
        var all = new ArrayList<JsonNode>();
        while (true) {
            var page = stack.sandbox().get(path + "?limit=1000&offset=" + (offset + all.size()));
            page.path("data").forEach(all::add);
            if (page.path("data").isEmpty()) {
                return all;
            }
        }
    }
}
