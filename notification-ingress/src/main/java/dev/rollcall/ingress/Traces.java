package dev.rollcall.ingress;

import java.security.SecureRandom;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.model.IntegrationId;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;

/** The trace of what a POST leads to begins here. It holds neither the path nor the body: both hold secrets. */
@ApplicationScoped
class Traces {

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
    private final SecureRandom random = new SecureRandom();

    Traces(OpenTelemetry telemetry) {
        tracer = telemetry.getTracer("notification-ingress");
    }

    /**
     * To be ended.
     *
     * @param traceparent the request's header, unchecked; null without one
     */
    Span post(IntegrationId integrationId, String traceparent) {
        var sender = traceparent == null
                ? Context.root()
                : W3CTraceContextPropagator.getInstance()
                        .extract(Context.root(), Map.of("traceparent", traceparent), HEADERS);
        return tracer.spanBuilder("receive notifications")
                .setSpanKind(SpanKind.SERVER)
                .setParent(sender)
                .setAttribute("rollcall.integration", integrationId.value())
                .startSpan();
    }

    /** What messages carry on; also where traces are switched off, so that a trail can be followed through the topics. */
    String traceparent(Span span) {
        var context = span.getSpanContext();
        return context.isValid()
                ? "00-" + context.getTraceId() + "-" + context.getSpanId() + "-"
                        + context.getTraceFlags().asHex()
                : Traceparent.create(random);
    }
}
