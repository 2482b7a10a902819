package dev.rollcall.ingress;

import java.time.Duration;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/** What the door counts. No tag names a person, and none grows with what senders write. */
@ApplicationScoped
class IngressMetrics {

    private final MeterRegistry registry;
    private final Timer duration;

    IngressMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.duration = Timer.builder("rollcall.ingress.post.duration")
                .description("From the first line of a POST to its answer")
                // 1 s is our promise; over 3 s and over 10 s Graph slows down, then drops.
                .serviceLevelObjectives(
                        Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofSeconds(10))
                .register(registry);
        for (var outcome : ItemOutcome.values()) {
            items(outcome, 0);
        }
    }

    Timer.Sample started() {
        return Timer.start(registry);
    }

    void answered(Timer.Sample sample, int status) {
        sample.stop(duration);
        registry.counter("rollcall.ingress.posts", "status", Integer.toString(status))
                .increment();
    }

    void handshake(boolean answered) {
        registry.counter("rollcall.ingress.handshakes", "outcome", answered ? "answered" : "refused")
                .increment();
    }

    void items(Map<ItemOutcome, Integer> counts) {
        counts.forEach(this::items);
    }

    /** Where the body of a POST is not read, the whole POST counts as one item. */
    void items(ItemOutcome outcome, int count) {
        registry.counter("rollcall.ingress.items", "outcome", outcome.label()).increment(count);
    }
}
