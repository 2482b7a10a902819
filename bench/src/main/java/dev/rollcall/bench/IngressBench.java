package dev.rollcall.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.rollcall.launcher.LaunchFailure;
import dev.rollcall.launcher.LaunchOptions;
import dev.rollcall.launcher.LocalStack;
import dev.rollcall.testbed.TopicWriter;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The public door against a minimal endpoint on the same broker, in turns; then at half its rate, and at ten times too much. */
@Command(name = "ingress", mixinStandardHelpOptions = true, description = "the public door, at its limit and beyond")
final class IngressBench implements Callable<Integer> {

    private static final String KEY = "bench-key-bench-key-bench-key";
    private static final String STATE = "bench-state-bench-state-bench";
    private static final String INTEGRATION = UUID.randomUUID().toString();

    @Mixin
    LaunchOptions options;

    @Option(names = "--endpoint-port", description = "of the minimal endpoint (${DEFAULT-VALUE})")
    int endpointPort = 18199;

    @Option(names = "--connections", description = "(${DEFAULT-VALUE})")
    int connections = 32;

    @Option(names = "--rounds", description = "turns of each (${DEFAULT-VALUE})")
    int rounds = 5;

    @Option(names = "--seconds", description = "how long each turn lasts (${DEFAULT-VALUE})")
    int seconds = 4;

    @Option(names = "--warm-up", description = "seconds of each before it counts (${DEFAULT-VALUE})")
    int warmUp = 15;

    @Option(names = "--profile", description = "leave a flight recording of the ingress in this folder")
    Path profile;

    @Override
    public Integer call() throws Exception {
        try (var stack = LocalStack.ofIngress(options, Profile.into(profile));
                var writer = new TopicWriter(stack.bootstrapServers())) {
            openTheDoor(writer);
            var endpoint = startEndpoint(stack);
            try {
                var ingress = stack.ingressUri().resolve("/graph/" + KEY + "/notifications");
                awaitOpen(stack, ingress);
                for (int items : List.of(1, 10, 100)) {
                    compare(ingress, items);
                }
                overload(ingress);
            } finally {
                endpoint.destroy();
                endpoint.waitFor();
            }
            return 0;
        }
    }

    private void compare(URI ingress, int items) {
        var ours = new Load(ingress, i -> body(i, items));
        var raw = new Load(URI.create("http://127.0.0.1:" + endpointPort + "/raw"), i -> body(i, items));
        var bare = new Load(URI.create("http://127.0.0.1:" + endpointPort + "/bare"), i -> body(i, items));
        var turn = Duration.ofSeconds(seconds);
        // Both have compiled what they run before it counts.
        List.of(ours, raw, bare).forEach(load -> load.asFastAsAnswered(connections, Duration.ofSeconds(warmUp)));
        var rates = new ArrayList<double[]>();
        for (int i = 0; i < rounds; i++) {
            rates.add(new double[] {
                ours.asFastAsAnswered(connections, turn).perSecond(202),
                raw.asFastAsAnswered(connections, turn).perSecond(202),
                bare.asFastAsAnswered(connections, turn).perSecond(202)
            });
        }
        var rate = median(rates, 0);
        System.out.printf(
                "%3d items a POST: ingress %.0f POST/s (%.0f items/s), minimal %.0f, bare 202 %.0f; ratio %.2f (%s)%n",
                items,
                rate,
                rate * items,
                median(rates, 1),
                median(rates, 2),
                ratio(rates),
                rates.stream().map(r -> "%.2f".formatted(r[0] / r[1])).collect(Collectors.joining(" ")));
        var half = ours.atRate(rate / 2, connections, Duration.ofSeconds(10));
        System.out.printf(
                "                  at half of it: p50 %.1f ms, p99 %.1f ms, %s%n",
                half.percentile(202, 50), half.percentile(202, 99), statuses(half));
    }

    private void overload(URI ingress) throws InterruptedException {
        var load = new Load(ingress, i -> body(i, 10));
        var usual =
                load.asFastAsAnswered(connections, Duration.ofSeconds(seconds)).perSecond(202);
        var many = load.asFastAsAnswered(64 * 10, Duration.ofSeconds(10));
        System.out.printf(
                "640 at a time:    %s; 503 within %.0f ms (99 %%), %.0f ms at the most; 202 within %.0f ms (99 %%)%n",
                statuses(many), many.percentile(503, 99), many.percentile(503, 100), many.percentile(202, 99));
        var began = System.nanoTime();
        Load.Answers after;
        do {
            after = load.atRate(usual / 2, connections, Duration.ofSeconds(1));
        } while ((after.count(202) == 0 || after.millis().size() > 1 || after.percentile(202, 99) > 50)
                && System.nanoTime() - began < 30e9);
        System.out.printf(
                "                  after it, at half the usual rate: all 202 within 50 ms (99 %%) in the second after %.0f s%n",
                (System.nanoTime() - began) / 1e9 - 1);
    }

    private static String statuses(Load.Answers answers) {
        return answers.millis().entrySet().stream()
                .map(entry -> entry.getKey() + " x " + entry.getValue().getTotalCount())
                .collect(Collectors.joining(", "));
    }

    private static double median(List<double[]> rates, int which) {
        return rates.stream()
                .mapToDouble(r -> r[which])
                .sorted()
                .skip(rates.size() / 2)
                .findFirst()
                .orElse(0);
    }

    private static double ratio(List<double[]> rates) {
        return rates.stream()
                .mapToDouble(r -> r[0] / r[1])
                .sorted()
                .skip(rates.size() / 2)
                .findFirst()
                .orElse(0);
    }

    /** As Graph sends it. */
    private static String body(int number, int items) {
        return IntStream.range(0, items)
                .mapToObj(i -> {
                    var person = new UUID(number, i);
                    return "{\"changeType\":\"updated\",\"clientState\":\"" + STATE
                            + "\",\"resource\":\"Users/" + person
                            + "\",\"resourceData\":{\"@odata.type\":\"#Microsoft.Graph.User\","
                            + "\"@odata.id\":\"Users/" + person + "\",\"id\":\"" + person
                            + "\",\"organizationId\":\"" + INTEGRATION + "\"},\"subscriptionExpirationDateTime\":"
                            + "\"2026-12-01T00:00:00.0000000+00:00\",\"subscriptionId\":\"" + INTEGRATION
                            + "\",\"tenantId\":\"" + INTEGRATION + "\"}";
                })
                .collect(Collectors.joining(",", "{\"value\":[", "]}"));
    }

    private static void openTheDoor(TopicWriter writer) {
        writer.send(
                "rollcall.integration.settings",
                INTEGRATION,
                "rollcall.integration.settings.v1",
                "{\"envelope\":{\"integrationId\":\"" + INTEGRATION
                        + "\",\"cause\":\"ADMINISTRATION\",\"mode\":\"APPLY\",\"settingsVersion\":1},\"version\":1,"
                        + "\"state\":\"ACTIVE\",\"name\":\"Bench\",\"directory\":\"ENTRA\",\"door\":{\"keyHash\":\""
                        + sha256(KEY) + "\",\"clientStateHashes\":[\"" + sha256(STATE) + "\"]}}");
    }

    /** Until the settings are read, everything is dropped, which would be fast. */
    private static void awaitOpen(LocalStack stack, URI ingress) throws IOException, InterruptedException {
        var metrics = HttpRequest.newBuilder(
                        stack.managementUri("notification-ingress").resolve("/q/metrics"))
                .build();
        var load = new Load(ingress, i -> body(i, 1));
        try (var http = HttpClient.newHttpClient()) {
            for (int i = 0; i < 100; i++) {
                load.asFastAsAnswered(1, Duration.ofMillis(100));
                if (http.send(metrics, HttpResponse.BodyHandlers.ofLines())
                        .body()
                        .anyMatch(line -> line.startsWith("rollcall_ingress_items_total{outcome=\"accepted\"")
                                && !line.endsWith(" 0.0"))) {
                    return;
                }
            }
        }
        throw new LaunchFailure("The ingress takes nothing: its log says why.");
    }

    private Process startEndpoint(LocalStack stack) throws IOException {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MinimalEndpoint.class.getName(),
                        String.valueOf(endpointPort),
                        stack.bootstrapServers())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        try (var lines = process.inputReader()) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.equals("ready")) {
                    return process;
                }
            }
        }
        throw new LaunchFailure("The minimal endpoint did not start.");
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
