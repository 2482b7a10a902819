package dev.rollcall.usersync.telemetry;

import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.regex.Pattern;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.model.OutcomeKind;
import dev.rollcall.usersync.work.WorkRow;
import dev.rollcall.zenqms.budget.Urgency;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/** What is counted and timed. No tag names a person, and none grows with what others send. */
@ApplicationScoped
public class Measures {

    private static final Pattern ID = Pattern.compile("(?<=/users/)(?!search$|delta$)[^/]+");

    private final MeterRegistry registry;
    private final InstantSource clock;
    private final Timer noticeToEffect;

    public Measures(MeterRegistry registry, InstantSource clock) {
        this.registry = registry;
        this.clock = clock;
        this.noticeToEffect = Timer.builder("rollcall.notice.to.effect")
                .description("From when the ingress received a notice until what it led to is recorded")
                .serviceLevelObjectives(
                        Duration.ofMillis(100),
                        Duration.ofMillis(250),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(5),
                        Duration.ofHours(1))
                .register(registry);
    }

    /** Records that arrived on a topic. */
    public void arrived(String topic, int records) {
        registry.counter("rollcall.records", "topic", topic).increment(records);
    }

    /** Somebody's work is recorded. */
    public void recorded(WorkRow row, OutcomeKind kind) {
        registry.counter(
                        "rollcall.outcomes",
                        "kind",
                        kind.name().toLowerCase(Locale.ROOT),
                        "mode",
                        row.mode().name().toLowerCase(Locale.ROOT))
                .increment();
        // Further looks are made on purpose, later; they say nothing about how quick we are.
        if (row.firstNoticeAt() != null && row.extraLooks() == 0) {
            noticeToEffect.record(notNegative(Duration.between(row.firstNoticeAt(), clock.instant())));
        }
    }

    /** A call waited for its turn at ZenQMS. */
    public void waited(Urgency urgency, Duration time) {
        registry.timer("rollcall.zenqms.turn.wait", "urgency", urgency.name().toLowerCase(Locale.ROOT))
                .record(time);
    }

    /** Which kind of call it is, for a tag: the path without ids. */
    public static String pattern(HttpRequest request) {
        return ID.matcher(request.uri().getPath()).replaceAll("{id}");
    }

    /** How old something is by the ingress's clock, which may be ahead of ours. */
    private static Duration notNegative(Duration age) {
        return age.isNegative() ? Duration.ZERO : age;
    }
}
