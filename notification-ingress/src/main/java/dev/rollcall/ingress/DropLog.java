package dev.rollcall.ingress;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.model.IntegrationId;

import org.jboss.logging.Logger;

/** Says that items became no notices, once in a while and never which: anyone on the internet can make it speak. */
@ApplicationScoped
class DropLog {

    private static final Logger LOG = Logger.getLogger(DropLog.class);

    private record Source(ItemOutcome outcome, IntegrationId integrationId) {}

    private record Silence(Instant until, long unsaid, long said) {}

    private final InstantSource clock;
    private final Duration every;
    private final Map<Source, Silence> silences = new ConcurrentHashMap<>();

    DropLog(InstantSource clock, IngressConfig config) {
        this.clock = clock;
        this.every = config.dropLogEvery();
    }

    /** @param integrationId null when the sender named no integration that exists */
    void dropped(ItemOutcome outcome, IntegrationId integrationId, int items) {
        toSay(outcome, integrationId, items)
                .ifPresent(unsaid -> LOG.warnf(
                        "Items not taken as notices: outcome=%s integrationId=%s items=%d",
                        outcome.label(), integrationId, unsaid));
    }

    /** How many there were since the last line; empty while it is too early for another. */
    OptionalLong toSay(ItemOutcome outcome, IntegrationId integrationId, int items) {
        var now = clock.instant();
        var silence = silences.compute(
                new Source(outcome, integrationId),
                (source, last) -> last != null && now.isBefore(last.until())
                        ? new Silence(last.until(), last.unsaid() + items, 0)
                        : new Silence(now.plus(every), 0, items + (last == null ? 0 : last.unsaid())));
        return silence.said() == 0 ? OptionalLong.empty() : OptionalLong.of(silence.said());
    }
}
