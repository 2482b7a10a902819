package dev.rollcall.diagnosis;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a connection test found. Holds what was answered, so only checks and shapes leave it. */
public final class ConnectionReport {

    private final List<Check> checks;
    private final List<Caller.Exchange> exchanges;

    ConnectionReport(List<Check> checks, List<Caller.Exchange> exchanges) {
        this.checks = List.copyOf(checks);
        this.exchanges = List.copyOf(exchanges);
    }

    /** In the order of the setup: directory, notification address, ZenQMS, its wire. */
    public List<Check> checks() {
        return checks;
    }

    /** Whether no check failed. What could not be checked or answered does not count. */
    public boolean isGood() {
        return checks.stream().noneMatch(Check::hasFailed);
    }

    /** The wire settings of the ZenQMS connection that the answers prove. */
    public Map<String, String> provenSettings() {
        var settings = new TreeMap<String, String>();
        checks.forEach(check -> settings.putAll(check.setting() == null ? Map.of() : check.setting()));
        return settings;
    }

    /**
     * What was asked and the shape of each answer: names, types, lengths and counts, nobody's data. The same call again is
     * shown with its counts only.
     */
    public List<String> shapes() {
        var lines = new ArrayList<String>();
        var shown = new HashSet<String>();
        for (var exchange : exchanges) {
            var shape = Shape.of(exchange);
            var again = exchange.seen() instanceof Seen.Answer answer
                    && !shown.add(exchange.label().split(",")[0] + answer.status());
            lines.addAll(again ? Shape.counts(shape) : shape);
        }
        return lines;
    }

    @Override
    public String toString() {
        return "ConnectionReport[" + checks.size() + " checks]";
    }
}
