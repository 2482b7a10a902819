package dev.rollcall.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * What one application used up in one tenant within a window of ten seconds. Refused calls count too, so hammering only
 * makes it worse.
 *
 * @see <a href="https://learn.microsoft.com/graph/throttling-limits#identity-and-access-service-limits">Identity and access service limits</a>
 */
final class ResourceUnits {
    /** @param retryAfter how long to stay away, null for a call that is let through */
    record Charge(int cost, double share, Duration retryAfter) {}

    private static final Duration WINDOW = Duration.ofSeconds(10);
    /** Where Graph starts to refuse low priority is not published; only that it comes first. */
    private static final double LOW_PRIORITY_ENDS_AT = 0.9;

    private final InstantSource clock;
    private int quota = ResourceQuota.NONE.units();
    private Instant start = Instant.MIN;
    private long used;

    ResourceUnits(InstantSource clock) {
        this.clock = clock;
    }

    synchronized void quota(int units) {
        if (units < 1) {
            throw new IllegalArgumentException("at least one resource unit, not " + units);
        }
        quota = units;
        used = 0;
    }

    synchronized int quota() {
        return quota;
    }

    synchronized Charge charge(GraphRequest request) {
        Instant now = clock.instant();
        if (start.equals(Instant.MIN) || !now.isBefore(start.plus(WINDOW))) {
            start = now;
            used = 0;
        }
        int cost = cost(request);
        used += cost;
        double share = (double) used / quota;
        double most = request.priority().equalsIgnoreCase("Low") ? LOW_PRIORITY_ENDS_AT : 1.0;
        return new Charge(cost, share, share > most ? Duration.between(now, start.plus(WINDOW)) : null);
    }

    static int cost(GraphRequest request) {
        int cost = base(request);
        cost -= request.option("$select").isPresent() ? 1 : 0;
        cost += request.option("$expand").isPresent() ? 1 : 0;
        cost -= request.option("$top").filter(top -> top.matches("1?\\d")).isPresent() ? 1 : 0;
        return Math.max(1, cost);
    }

    private static int base(GraphRequest request) {
        String kind = request.operation();
        if (kind.equals("GET /users")) {
            return 2;
        }
        if (kind.startsWith("GET /groups/") && kind.contains("/transitiveMembers")) {
            return 5;
        }
        if (kind.startsWith("GET /groups/") && kind.contains("/members")) {
            return 3;
        }
        return 1;
    }
}
