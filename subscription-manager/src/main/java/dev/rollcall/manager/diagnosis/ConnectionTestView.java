package dev.rollcall.manager.diagnosis;

import java.util.List;
import java.util.Map;

import dev.rollcall.diagnosis.Check;
import dev.rollcall.diagnosis.ConnectionReport;

/**
 * What a connection test found.
 *
 * @param ok whether no check failed
 * @param checks in the order of the setup
 * @param wire the settings {@code zenqms.wire} that ZenQMS's answers prove
 */
public record ConnectionTestView(boolean ok, List<Check> checks, Map<String, String> wire) {

    static ConnectionTestView of(ConnectionReport report) {
        return new ConnectionTestView(report.isGood(), report.checks(), report.provenSettings());
    }
}
