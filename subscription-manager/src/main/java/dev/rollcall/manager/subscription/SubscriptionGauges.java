package dev.rollcall.manager.subscription;

import java.util.List;
import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;

/** What every replica says of every subscription. */
@ApplicationScoped
class SubscriptionGauges {

    private static final Logger LOG = Logger.getLogger(SubscriptionGauges.class);

    private final Jdbi jdbi;
    private final MultiGauge expires;
    private final MultiGauge failures;

    SubscriptionGauges(Jdbi jdbi, MeterRegistry registry) {
        this.jdbi = jdbi;
        this.expires = MultiGauge.builder("rollcall_manager_subscription_expires_seconds")
                .description("When the subscription ends, as a Unix time")
                .register(registry);
        this.failures = MultiGauge.builder("rollcall_manager_subscription_failures")
                .description("How many times in a row the subscription could not be looked after")
                .register(registry);
    }

    private record Shown(String integration, String resource, long expires, int attempt) {}

    @Scheduled(every = "15s", concurrentExecution = ConcurrentExecution.SKIP)
    void lookUp() {
        try {
            var all = subscriptions();
            show(expires, all, Shown::expires);
            show(failures, all, Shown::attempt);
        } catch (RuntimeException e) {
            // The database is away, which others tell.
            LOG.debug("Subscriptions can't be shown", e);
        }
    }

    private List<Shown> subscriptions() {
        return QuarkusTransaction.requiringNew()
                .call(() -> jdbi.withHandle(h -> h.createQuery("""
                        select s.integration_id, s.resource, s.expires_at, s.attempt from directory_subscription s
                        join integration i on i.id = s.integration_id
                        where i.state in ('ACTIVE', 'PAUSED', 'NEEDS_AUTHORIZATION')""")
                        .map((rs, ctx) -> new Shown(
                                rs.getString("integration_id"),
                                rs.getString("resource"),
                                rs.getTimestamp("expires_at").toInstant().getEpochSecond(),
                                rs.getInt("attempt")))
                        .list()));
    }

    private static void show(MultiGauge gauge, List<Shown> all, Function<Shown, Number> value) {
        gauge.register(
                all.stream()
                        .map(s -> MultiGauge.Row.of(
                                Tags.of("integration", s.integration(), "resource", s.resource()), value.apply(s)))
                        .toList(),
                true);
    }
}
