package dev.rollcall.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;

import dev.rollcall.launcher.DemoIntegration;
import dev.rollcall.launcher.LaunchOptions;
import dev.rollcall.launcher.LocalStack;
import dev.rollcall.launcher.SandboxCompany;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The first sync: how much of what ZenQMS's latency allows is used, how many calls each person costs, how much memory it takes.
 * Then the same people unchanged, and with one in ten changed.
 */
@Command(name = "sync", mixinStandardHelpOptions = true, description = "the first sync, and two more runs")
final class SyncBench implements Callable<Integer> {

    private static final SandboxCompany ANOTHER =
            new SandboxCompany("0e4b1b1e-0000-4000-8000-00000000beef", "another-api-key", 4711);

    @Mixin
    LaunchOptions options;

    @Option(names = "--latency", description = "ZenQMS's answers take so many ms (${DEFAULT-VALUE})")
    int latency = 20;

    @Option(names = "--places", description = "calls to ZenQMS at a time (${DEFAULT-VALUE})")
    int places = 4;

    @Option(names = "--rate", description = "requests a second that ZenQMS may get (${DEFAULT-VALUE})")
    int rate = 5000;

    @Option(
            names = "--cold",
            description =
                    "services that have just started; else they synced another company of this size before, so that"
                            + " what they run is compiled")
    boolean cold;

    @Option(names = "--runs", description = "1: the first sync alone; 3: and the two others (${DEFAULT-VALUE})")
    int runs = 3;

    @Option(names = "--profile", description = "leave a flight recording of each service in this folder")
    Path profile;

    @Override
    public Integer call() throws InterruptedException {
        try (var stack = LocalStack.forBench(options, environment())) {
            var memory = new Memory(stack.pids());
            System.out.printf("people %d, ZenQMS %d ms, %d calls at a time%n", options.people(), latency, places);
            if (!cold) {
                firstSync("just started", memory, stack.integration(ANOTHER, settings()));
            }
            var integration = stack.integration(settings());
            var calls = firstSync("first sync", memory, integration);
            if (runs > 1) {
                run("unchanged", memory, calls, integration, integration::runAgain);
                changeOneInTen(stack, integration);
                run("1 in 10 changed", memory, calls, integration, integration::runAgain);
            }
            System.out.println("RSS, MB at the most: " + memory.most());
            return 0;
        }
    }

    private Map<String, Integer> settings() {
        return Map.of("zenQmsRequestsPerSecond", rate, "zenQmsConcurrency", places);
    }

    private Calls firstSync(String name, Memory memory, DemoIntegration integration) throws InterruptedException {
        integration.populate();
        integration.zenQmsFaults(Map.of("latencyMillis", latency));
        var calls = new Calls(integration);
        run(name, memory, calls, integration, integration::activate);
        return calls;
    }

    private Map<String, String> environment() {
        var environment = new HashMap<>(Profile.into(profile));
        // The pace is what it found out already: its first seconds are not what is asked here.
        environment.put("ROLLCALL_USER_SYNC_FIRST_PACE", String.valueOf(rate));
        return environment;
    }

    private void run(String name, Memory memory, Calls calls, DemoIntegration integration, Runnable begin)
            throws InterruptedException {
        calls.since();
        var used = memory.processorSeconds();
        var began = System.nanoTime();
        begin.run();
        JsonNode run;
        do {
            Thread.sleep(250);
            memory.look();
            run = integration.run();
        } while (!run.hasNonNull("ended"));
        var took = Duration.ofNanos(System.nanoTime() - began);
        var people = run.path("total").asLong();
        var made = calls.since();
        var all = made.values().stream().mapToLong(Long::longValue).sum();
        var allowed = all * latency / 1000.0 / places;
        System.out.printf(
                "%-16s %7.1f s, %.0f people/s; %d calls, %.3f a person; allowed by latency %.1f s: %.0f %%%n",
                name,
                took.toMillis() / 1000.0,
                people / (took.toMillis() / 1000.0),
                all,
                (double) all / people,
                allowed,
                100 * allowed / (took.toMillis() / 1000.0));
        System.out.println("                 " + run.path("state").asText() + ": " + DemoIntegration.counts(run));
        System.out.println("                 calls " + made);
        var more = new TreeMap<String, String>();
        memory.processorSeconds()
                .forEach((part, seconds) -> more.put(part, "%.1f".formatted(seconds - used.get(part))));
        System.out.println("                 processor seconds " + more);
    }

    private void changeOneInTen(LocalStack stack, DemoIntegration integration) {
        // Nobody is told: the run has to find it.
        stack.sandbox().put("/sandbox/tenants/" + DemoIntegration.TENANT + "/delivery", Map.of("lose", 1.0));
        var number = 0;
        for (var person : integration.people()) {
            if (number++ % 10 == 0 && !person.path("jobTitle").asText("").isBlank()) {
                stack.sandbox()
                        .patch(
                                "/sandbox/tenants/" + DemoIntegration.TENANT + "/people/"
                                        + person.path("id").asText(),
                                Map.of("jobTitle", "Changed"));
            }
        }
    }
}
