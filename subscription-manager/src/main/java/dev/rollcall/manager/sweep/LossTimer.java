package dev.rollcall.manager.sweep;

import java.time.Duration;
import java.time.InstantSource;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.manager.timer.Leadership;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;

import io.micrometer.core.instrument.MeterRegistry;
import org.jdbi.v3.core.Jdbi;

/** Settles which changes were announced after all. */
@ApplicationScoped
class LossTimer {

    /** After a start, what is on the topics is read first: it may hold what nobody seems to have announced. */
    private static final Duration READING_ALONG = Duration.ofSeconds(30);

    private final Jdbi jdbi;
    private final Losses losses;
    private final Leadership timers;
    private final InstantSource clock;
    private final MeterRegistry metrics;
    private final long startedAt = System.nanoTime();

    LossTimer(Jdbi jdbi, Losses losses, Leadership timers, InstantSource clock, MeterRegistry metrics) {
        this.jdbi = jdbi;
        this.losses = losses;
        this.timers = timers;
        this.clock = clock;
        this.metrics = metrics;
    }

    @Scheduled(every = "10s", concurrentExecution = ConcurrentExecution.SKIP)
    void settle() {
        if (!timers.isOurs() || System.nanoTime() - startedAt < READING_ALONG.toNanos()) {
            return;
        }
        var settled = QuarkusTransaction.requiringNew()
                .call(() -> jdbi.withHandle(handle -> losses.settle(handle, clock.instant())));
        metrics.counter("rollcall_manager_changes_late_total").increment(settled.late());
        metrics.counter("rollcall_manager_changes_missed_total").increment(settled.missed());
    }

    @Scheduled(every = "6h", delayed = "7m", concurrentExecution = ConcurrentExecution.SKIP)
    void forgetOld() {
        if (timers.isOurs()) {
            QuarkusTransaction.requiringNew()
                    .run(() -> jdbi.useHandle(handle -> Losses.forgetOld(handle, clock.instant())));
        }
    }
}
