package dev.rollcall.diagnosis;

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

    /** What was asked and the shape of each answer: names, types, lengths and counts, nobody's data. */
    public List<String> shapes() {
        return exchanges.stream().flatMap(e -> Shape.of(e).stream()).toList();
    }

    @Override
    public String toString() {
        return "ConnectionReport[" + checks.size() + " checks]";
    }
}
