package dev.rollcall.bench;

import java.util.Map;
import java.util.TreeMap;

import dev.rollcall.launcher.DemoIntegration;

/** Counts the calls that ZenQMS got, by operation. */
final class Calls {

    private final DemoIntegration integration;
    private Map<String, Long> last = Map.of();

    Calls(DemoIntegration integration) {
        this.integration = integration;
    }

    /** Those since the last time this was asked. */
    Map<String, Long> since() {
        var now = new TreeMap<String, Long>();
        integration
                .report()
                .path("byOperation")
                .properties()
                .forEach(entry -> now.put(entry.getKey(), entry.getValue().asLong()));
        var more = new TreeMap<String, Long>();
        now.forEach((operation, count) -> {
            var added = count - last.getOrDefault(operation, 0L);
            if (added > 0) {
                more.put(operation, added);
            }
        });
        last = now;
        return more;
    }
}
