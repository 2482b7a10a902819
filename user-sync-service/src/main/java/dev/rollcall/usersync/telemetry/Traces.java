package dev.rollcall.usersync.telemetry;

import java.util.Collection;
import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.usersync.work.WorkRow;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;

/**
 * Goes on with the trace that a notification began: the look at the person, and below it each call. People are named by their
 * ids alone.
 */
@ApplicationScoped
public class Traces {

    private static final TextMapGetter<Map<String, String>> HEADERS = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Map<String, String> carrier) {
            return carrier.keySet();
        }

        @Override
        public String get(Map<String, String> carrier, String key) {
            return carrier == null ? null : carrier.get(key);
        }
    };

    private final Tracer tracer;

    public Traces(OpenTelemetry telemetry) {
        this.tracer = telemetry.getTracer("user-sync-service");
    }

    /** One person's reconciliation. To be made current, and ended. */
    public Span reconciliation(WorkRow row) {
        return tracer.spanBuilder("reconcile")
                .setParent(begunBy(row))
                .setAttribute("rollcall.integration", row.integrationId().value())
                .setAttribute("rollcall.subject", row.subjectId().value())
                .setAttribute("rollcall.cause", row.cause().name())
                .startSpan();
    }

    /** The reading of several people at once: part of the trace of the one, or linked with those of all. */
    public Span look(Collection<WorkRow> rows) {
        var look = tracer.spanBuilder("look").setAttribute("rollcall.people", rows.size());
        if (rows.size() == 1) {
            look.setParent(begunBy(List.copyOf(rows).getFirst()));
        } else {
            look.setNoParent();
            rows.forEach(row -> look.addLink(Span.fromContext(begunBy(row)).getSpanContext()));
        }
        return look.startSpan();
    }

    private static Context begunBy(WorkRow row) {
        return row.traceparent() == null
                ? Context.root()
                : W3CTraceContextPropagator.getInstance()
                        .extract(Context.root(), Map.of("traceparent", row.traceparent()), HEADERS);
    }
}
