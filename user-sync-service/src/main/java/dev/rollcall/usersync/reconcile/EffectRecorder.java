package dev.rollcall.usersync.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.model.Cause;
import dev.rollcall.model.Envelope;
import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.Link;
import dev.rollcall.model.Outcome;
import dev.rollcall.model.OutcomeKind;
import dev.rollcall.model.SyncOutcome;
import dev.rollcall.model.SyncPlan;
import dev.rollcall.model.Trouble;
import dev.rollcall.model.TroubleKind;
import dev.rollcall.outbox.Outbox;
import dev.rollcall.outbox.OutboxRelay;
import dev.rollcall.usersync.UserSyncConfig;
import dev.rollcall.usersync.ledger.Intents;
import dev.rollcall.usersync.ledger.Ledger;
import dev.rollcall.usersync.ledger.LedgerEntry;
import dev.rollcall.usersync.plan.SkipReason;
import dev.rollcall.usersync.work.WorkIntake;
import dev.rollcall.usersync.work.WorkItem;
import dev.rollcall.usersync.work.WorkQueue;
import dev.rollcall.usersync.work.WorkRow;

import io.micrometer.core.instrument.MeterRegistry;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Records what a reconciliation came to: ledger, link, outcome and the end of the work row in one transaction. */
@ApplicationScoped
class EffectRecorder {

    private static final Logger LOG = Logger.getLogger(EffectRecorder.class);

    private final Jdbi jdbi;
    private final Ledger ledger;
    private final Intents intents;
    private final ZenQmsIndex index;
    private final WorkQueue queue;
    private final WorkIntake intake;
    private final Outbox outbox;
    private final OutboxRelay relay;
    private final MeterRegistry metrics;
    private final Duration secondLook;

    EffectRecorder(
            Jdbi jdbi,
            Ledger ledger,
            Intents intents,
            ZenQmsIndex index,
            WorkQueue queue,
            WorkIntake intake,
            Outbox outbox,
            OutboxRelay relay,
            MeterRegistry metrics,
            UserSyncConfig config) {
        this.jdbi = jdbi;
        this.ledger = ledger;
        this.intents = intents;
        this.index = index;
        this.queue = queue;
        this.intake = intake;
        this.outbox = outbox;
        this.relay = relay;
        this.metrics = metrics;
        this.secondLook = config.secondLook();
    }

    /** Records an effect; if the lease was lost meanwhile, records nothing and has the person looked at again. */
    void record(Assignment work, Effect effect) {
        var row = work.look().row();
        var recorded = jdbi.inTransaction(handle -> {
            if (!queue.stillHeld(handle, row, work.lease().fence())) {
                return false;
            }
            if (work.isPlan()) {
                recordPlan(handle, work, effect);
            } else {
                recordEffect(handle, work, effect);
            }
            return true;
        });
        if (!recorded) {
            lookAgain(row, "The lease ended before the effect was recorded.");
            return;
        }
        relay.wake();
        metrics.counter(
                        "rollcall.outcomes",
                        "kind",
                        effect.outcome().kind().name().toLowerCase(Locale.ROOT),
                        "mode",
                        row.mode().name().toLowerCase(Locale.ROOT))
                .increment();
    }

    /** Somebody else may have worked on the person meanwhile: look again. */
    void lookAgain(WorkRow row, String why) {
        LOG.infof("%s Looking again: integrationId=%s subjectId=%s", why, row.integrationId(), row.subjectId());
        intake.merge(List.of(WorkItem.notice(row.envelope(0), row.subjectId())));
    }

    /** Reported once per integration and access, by whoever notices first. */
    void trouble(IntegrationId id, long settingsVersion, long accessVersion, TroubleKind kind, String detail) {
        LOG.warnf("Work waits: integrationId=%s accessVersion=%d %s", id, accessVersion, detail);
        var envelope = Envelope.live(id, Cause.ADMINISTRATION, settingsVersion, null);
        jdbi.useTransaction(
                handle -> outbox.append(handle, new Trouble(envelope, kind, accessVersion, detail, Instant.now())));
        relay.wake();
    }

    private void recordPlan(Handle handle, Assignment work, Effect effect) {
        var row = work.look().row();
        long sequence = handle.createQuery("select nextval('plan_sequence')")
                .mapTo(Long.class)
                .one();
        outbox.append(handle, new SyncPlan(envelope(work), row.subjectId(), sequence, effect.outcome(), Instant.now()));
        queue.done(handle, row);
    }

    private void recordEffect(Handle handle, Assignment work, Effect effect) {
        var row = work.look().row();
        var known = work.look().known();
        var at = Instant.now();
        var entry = new LedgerEntry(
                row.subjectId(), known.sequence() + 1, work.look().readAt(), effect.link(), effect.written());
        ledger.record(handle, row.integrationId(), entry, effect.outcome());
        intents.close(handle, row.integrationId(), Intents.APPLY, row.subjectId());
        if (effect.user() != null) {
            index.put(handle, row.integrationId(), effect.user());
        }
        if (isWorthTelling(row, effect)) {
            outbox.append(
                    handle, new SyncOutcome(envelope(work), row.subjectId(), entry.sequence(), effect.outcome(), at));
        }
        if (effect.link() != null && !effect.link().equals(known.linked())) {
            outbox.append(
                    handle,
                    new Link(
                            envelope(work),
                            row.subjectId(),
                            effect.link().user(),
                            effect.link().active(),
                            effect.link().setByUs(),
                            effect.link().origin(),
                            entry.sequence(),
                            at));
        }
        end(handle, row, effect);
    }

    private void end(Handle handle, WorkRow row, Effect effect) {
        if (effect.outcome().kind() == OutcomeKind.HELD) {
            queue.hold(handle, row);
        } else if (showedNoChange(effect.outcome()) && deservesSecondLook(row)) {
            queue.lookAgain(handle, row, secondLook);
        } else {
            queue.done(handle, row);
        }
    }

    private static boolean showedNoChange(Outcome outcome) {
        return outcome.kind() == OutcomeKind.UNCHANGED
                || SkipReason.DELETED_IN_DIRECTORY.label().equals(outcome.reason());
    }

    /** A live notice that showed no change may have met a replica that lagged. */
    private static boolean deservesSecondLook(WorkRow row) {
        return row.snapshot() == null && row.runId() == null && !row.secondLook() && row.cause() == Cause.NOTIFICATION;
    }

    /** A second look that is still unchanged, and somebody still held, are no news. */
    private static boolean isWorthTelling(WorkRow row, Effect effect) {
        return switch (effect.outcome().kind()) {
            case UNCHANGED -> !row.secondLook();
            case HELD -> row.heldSince() == null;
            case CREATED, UPDATED, LINKED, DEACTIVATED, REACTIVATED, SKIPPED, FAILED, UNKNOWN -> true;
        };
    }

    private static Envelope envelope(Assignment work) {
        return work.look().row().envelope(work.integration().settingsVersion());
    }
}
