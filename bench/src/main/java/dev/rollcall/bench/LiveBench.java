package dev.rollcall.bench;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
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

    @Override
    public Integer call() throws Exception {
        var pace = Map.of("ROLLCALL_USER_SYNC_FIRST_PACE", "5000");
        try (var stack = LocalStack.forBench(options, pace)) {
            var integration = stack.integration(Map.of("zenQmsRequestsPerSecond", 5000, "zenQmsConcurrency", 64));
            integration.populate();
            integration.activate();
            while (!integration.run().hasNonNull("ended")) {
                Thread.sleep(250);
            }
            var people = linked(stack);
            integration.zenQmsFaults(Map.of("latencyMillis", latency));
            integration.directoryFaults(Map.of("latencyMillis", latency));
            // What they run is compiled before it counts.
            changes("warm-up", stack, people, Math.min(seconds, 10));
            changes("live", stack, people, seconds);
            burst(stack, people.subList(0, Math.min(burst, people.size())));
            return 0;
        }
    }

    /** Whose changes reach ZenQMS. */
    private static List<String> linked(LocalStack stack) {
        var linked = new ArrayList<String>();
        pages(stack, "/sandbox/accounts/" + DemoIntegration.ACCOUNT + "/users", 0).stream()
                .filter(user ->
                        user.path("active").asBoolean(user.path("is_active").asBoolean()))
                .map(user -> user.path("external_id").asText(""))
                .filter(id -> !id.isBlank())
                .forEach(linked::add);
        return linked;
    }

    private void changes(String name, LocalStack stack, List<String> people, int howLong) throws InterruptedException {
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
        // Graph is asked once and ZenQMS once before the write arrives.
        var apis = 2 * latency;
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
    }

    /** Until the last change of each person is there. */
    private Map<String, Instant> awaitWrites(LocalStack stack, int before, Map<String, Instant> changed)
            throws InterruptedException {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        var seen = 0;
        var still = 0;
        var written = new HashMap<String, Instant>();
        // No write for two seconds: nothing more is coming.
        while (still < 20) {
            written.clear();
            writesSince(stack, before)
                    .forEach(write -> written.put(
                            write.path("body").path("title").asText(),
                            Instant.parse(write.path("time").asText())));
            still = written.size() == seen ? still + 1 : 0;
            seen = written.size();
            if (System.nanoTime() > deadline) {
                throw new LaunchFailure("Only " + seen + " of " + changed.size() + " changes were written.");
            }
            Thread.sleep(100);
        }
        return written;
    }

    private void burst(LocalStack stack, List<String> people) throws IOException, InterruptedException {
        stack.sandbox()
                .put(
                        TENANT + "/delivery",
                        Map.of("copies", 10, "shuffle", true, "windowMillis", 1000, "itemsPerPost", 20));
        var before = writes(stack).size();
        var looks = looks(stack);
        var began = Instant.now();
        try (var senders = Executors.newFixedThreadPool(8)) {
            people.forEach(person -> senders.submit(
                    () -> stack.sandbox().patch(TENANT + "/people/" + person, Map.of("jobTitle", "burst " + person))));
        }
        var sent = Instant.now();
        List<JsonNode> writes;
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        do {
            Thread.sleep(100);
            writes = writesSince(stack, before);
            if (System.nanoTime() > deadline) {
                throw new LaunchFailure("Only " + writes.size() + " of the burst were written.");
            }
        } while (writes.stream()
                        .map(write -> write.path("body").path("title").asText())
                        .distinct()
                        .count()
                < people.size());
        var last = writes.stream()
                .map(write -> Instant.parse(write.path("time").asText()))
                .max(Instant::compareTo)
                .orElse(sent);
        Thread.sleep(3000);
        var looked = looks(stack) - looks;
        System.out.printf(
                "burst    %d notices for %d people, changed within %.1f s: all written %.1f s after the last change; %d writes; %.0f looks, coalesced %.1f to 1%n",
                people.size() * 10,
                people.size(),
                Duration.between(began, sent).toMillis() / 1000.0,
                Duration.between(sent, last).toMillis() / 1000.0,
                writes.size(),
                looked,
                people.size() * 10 / looked);
    }

    /** How many people were looked at so far. */
    private static double looks(LocalStack stack) throws IOException, InterruptedException {
        var metrics = HttpRequest.newBuilder(
                        stack.managementUri("user-sync-service").resolve("/q/metrics"))
                .build();
        try (var http = HttpClient.newHttpClient()) {
            return http.send(metrics, HttpResponse.BodyHandlers.ofLines())
                    .body()
                    .filter(line -> line.startsWith("rollcall_outcomes_total"))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                    .sum();
        }
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
