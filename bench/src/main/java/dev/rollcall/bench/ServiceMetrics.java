package dev.rollcall.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

import dev.rollcall.launcher.LaunchFailure;

/** What a service says of itself at {@code /q/metrics}, between two questions. */
final class ServiceMetrics {

    private static final String SUM = "_seconds_sum";

    private final HttpRequest request;
    private Map<String, Double> last = Map.of();

    ServiceMetrics(URI management) {
        // Without exemplars, which would come after the value.
        this.request = HttpRequest.newBuilder(management.resolve("/q/metrics"))
                .header("Accept", "text/plain")
                .build();
    }

    /**
     * @param outcomes how many were recorded
     * @param meanMillis of each timer that ran, by a short name
     */
    record Since(double outcomes, Map<String, Long> meanMillis) {

        @Override
        public String toString() {
            return meanMillis.toString();
        }
    }

    /** Since this was asked last. */
    Since since() {
        var now = values();
        var outcomes = 0.0;
        var means = new TreeMap<String, Long>();
        for (var entry : now.entrySet()) {
            var name = entry.getKey();
            if (name.startsWith("rollcall_outcomes_total")) {
                outcomes += added(now, name);
            } else if (name.contains(SUM)) {
                var count = added(now, name.replace(SUM, "_seconds_count"));
                if (count > 0 && (name.startsWith("rollcall_") || name.startsWith("http_client_"))) {
                    means.put(shorter(name), Math.round(1000 * added(now, name) / count));
                }
            }
        }
        last = now;
        return new Since(outcomes, means);
    }

    private double added(Map<String, Double> now, String name) {
        return now.getOrDefault(name, 0.0) - last.getOrDefault(name, 0.0);
    }

    private static String shorter(String name) {
        return name.replace(SUM, "")
                .replaceAll(",?(outcome|status|client_name)=\"[^\"]*\"", "")
                .replace("{,", "{")
                .replace("{}", "");
    }

    private Map<String, Double> values() {
        try (var http = HttpClient.newHttpClient()) {
            var values = new HashMap<String, Double>();
            http.send(request, HttpResponse.BodyHandlers.ofLines())
                    .body()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> {
                        var end = line.lastIndexOf(' ');
                        values.put(line.substring(0, end), Double.parseDouble(line.substring(end + 1)));
                    });
            return values;
        } catch (IOException e) {
            throw new LaunchFailure("The metrics can't be read: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LaunchFailure("Interrupted while reading metrics.");
        }
    }
}
