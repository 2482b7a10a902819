package dev.rollcall.sandbox;

import java.util.Locale;

/** Reads, alone or in a batch, against the tenant's resource units. */
final class GraphMeter {
    private static final double WORTH_SAYING = 0.8;
    private static final double MOST = 1.8;

    private final GraphReads reads;

    GraphMeter(GraphReads reads) {
        this.reads = reads;
    }

    Answer read(EntraTenant tenant, GraphRequest request) {
        ResourceUnits.Charge charge = tenant.faults().units().charge(request);
        Answer answer = charge.retryAfter() == null
                ? reads.answer(tenant, request)
                : GraphError.throttled(request.access(), charge.retryAfter());
        answer = answer.with("x-ms-resource-unit", Integer.toString(charge.cost()));
        return charge.share() > WORTH_SAYING
                ? answer.with(
                        "x-ms-throttle-limit-percentage",
                        String.format(Locale.ROOT, "%.1f", Math.min(MOST, charge.share())))
                : answer;
    }
}
