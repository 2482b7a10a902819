package dev.rollcall.manager.sweep;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.manager.integration.SweepViews;
import dev.rollcall.manager.integration.SweepViews.Measured;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import org.jboss.logging.Logger;

/** What every replica says of every integration; all say the same, as they read it from the database. */
@ApplicationScoped
class SweepGauges {

    private static final Logger LOG = Logger.getLogger(SweepGauges.class);

    private final SweepViews views;
    private final MultiGauge healthy;
    private final MultiGauge inStepAsOf;
    private final MultiGauge lossRate;
    private final MultiGauge provisional;
    private final MultiGauge unannounced;
    private final MultiGauge oldestUnseen;

    SweepGauges(SweepViews views, MeterRegistry registry) {
        this.views = views;
        this.healthy =
                gauge(registry, "rollcall_manager_integration_healthy", "1, or 0 for silent or without authorization");
        this.inStepAsOf = gauge(
                registry,
                "rollcall_manager_in_step_as_of_seconds",
                "Up to when all changes were announced, swept or walked, as a Unix time");
        this.lossRate =
                gauge(registry, "rollcall_manager_loss_rate", "Share of a day's changes that was never announced");
        this.provisional = gauge(
                registry,
                "rollcall_manager_loss_rate_provisional",
                "The same with those that are not announced so far");
        this.unannounced =
                gauge(registry, "rollcall_manager_unannounced_changes", "Found by a sweep and not announced so far");
        this.oldestUnseen = gauge(
                registry,
                "rollcall_manager_oldest_unseen_change_seconds",
                "When the oldest of these was found, as a Unix time; 0 for none");
    }

    private static MultiGauge gauge(MeterRegistry registry, String name, String description) {
        return MultiGauge.builder(name).description(description).register(registry);
    }

    @Scheduled(every = "15s", concurrentExecution = ConcurrentExecution.SKIP)
    void lookUp() {
        try {
            var all = views.all();
            show(healthy, all, m -> m.healthy() ? 1 : 0);
            show(inStepAsOf, all, m -> seconds(m.sweep().inStepAsOf()));
            show(lossRate, all, m -> orZero(m.sweep().lossRate()));
            show(provisional, all, m -> orZero(m.sweep().provisionalLossRate()));
            show(unannounced, all, m -> m.sweep().unannounced());
            show(oldestUnseen, all, m -> seconds(m.sweep().oldestUnseen()));
        } catch (RuntimeException e) {
            // The database is away, which others tell.
            LOG.debug("Sweeps can't be measured", e);
        }
    }

    private static void show(MultiGauge gauge, List<Measured> all, Function<Measured, Number> value) {
        gauge.register(
                all.stream()
                        .map(m -> MultiGauge.Row.of(Tags.of("integration", m.integration()), value.apply(m)))
                        .toList(),
                true);
    }

    private static long seconds(Instant at) {
        return at == null ? 0 : at.getEpochSecond();
    }

    private static double orZero(Double value) {
        return value == null ? 0 : value;
    }
}
