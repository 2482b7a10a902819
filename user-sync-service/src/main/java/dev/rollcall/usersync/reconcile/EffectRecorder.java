package dev.rollcall.usersync.reconcile;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.model.Cause;
import dev.rollcall.model.Envelope;
import dev.rollcall.model.Message;
import dev.rollcall.model.OutcomeKind;
import dev.rollcall.model.SyncPlan;
import dev.rollcall.outbox.Outbox;
import dev.rollcall.outbox.OutboxRelay;
import dev.rollcall.usersync.UserSyncConfig;
import dev.rollcall.usersync.ledger.Intents;
import dev.rollcall.usersync.ledger.Ledger;
import dev.rollcall.usersync.telemetry.Measures;
import dev.rollcall.usersync.work.Claim;
import dev.rollcall.usersync.work.Lease;
import dev.rollcall.usersync.work.WorkIntake;
import dev.rollcall.usersync.work.WorkItem;
import dev.rollcall.usersync.work.WorkQueue;
import dev.rollcall.usersync.work.WorkRow;

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
    private final Measures measures;
    private final UserSyncConfig config;
    private final InstantSource clock;
    private final GroupCommit<Recording> together;

    EffectRecorder(
            Jdbi jdbi,
            Ledger ledger,
            Intents intents,
            ZenQmsIndex index,
            WorkQueue queue,
            WorkIntake intake,
            Outbox outbox,
            OutboxRelay relay,
            Measures measures,
            UserSyncConfig config,
            InstantSource clock) {
        this.jdbi = jdbi;
        this.ledger = ledger;
        this.intents = intents;
        this.index = index;
        this.queue = queue;
        this.intake = intake;
        this.outbox = outbox;
        this.relay = relay;
        this.measures = measures;
        this.config = config;
        this.clock = clock;
        this.together = new GroupCommit<>(
                this::recordAll, recording -> recording.row().runId() == null ? Duration.ZERO : config.runGather());
    }

    /** Records an effect; if the lease was lost meanwhile, records nothing and has the person looked at again. */
    void record(Assignment work, Effect effect) {
        var mine = new Recording(work, effect);
        together.commit(mine);
        if (!mine.held) {
            lookAgain(work.look().row(), "The lease ended before the effect was recorded.");
            return;
        }
        if (mine.recorded) {
            relay.wake();
            measures.recorded(work.look().row(), effect.outcome().kind());
        }
    }

    /** An effect on its way into the database. */
    private static final class Recording {
        private final Assignment work;
        private final Effect effect;
        private boolean held;
        private boolean recorded;

        Recording(Assignment work, Effect effect) {
            this.work = work;
            this.effect = effect;
        }

        WorkRow row() {
            return work.look().row();
        }

        Claim claim() {
            return Claim.of(row(), work.lease());
        }
    }

    private void recordAll(List<Recording> recordings) {
        jdbi.useTransaction(handle -> {
            GroupCommit.impatientFor(recordings, handle);
            var held = queue.stillHeld(
                    handle, recordings.stream().map(Recording::claim).toList());
            var effects = new ArrayList<Recording>();
            var plans = new ArrayList<Recording>();
            for (var recording : recordings) {
                recording.held = held.contains(recording.claim());
                recording.recorded = recording.held && !mayBeUnfinished(recording.work, recording.effect);
                if (!recording.held) {
                    continue;
                }
                if (!recording.recorded) {
                    var row = recording.row();
                    queue.lookAgain(
                            handle, row, config.unfinishedLooks().get(row.extraLooks()), WorkQueue.Again.UNTOLD);
                } else {
                    (recording.work.isPlan() ? plans : effects).add(recording);
                }
            }
            recordPlans(handle, plans);
            recordEffects(handle, effects);
        });
    }

    /** Somebody else may have worked on the person meanwhile, or our late call hit ZenQMS after theirs: look there again. */
    void lookAgain(WorkRow row, String why) {
        LOG.infof("%s Looking again: integrationId=%s subjectId=%s", why, row.integrationId(), row.subjectId());
        jdbi.useTransaction(handle -> {
            ledger.doubt(handle, row.integrationId(), List.of(row.subjectId()));
            intake.merge(handle, List.of(WorkItem.notice(row.envelope(0), row.subjectId(), row.lastNoticeAt())));
        });
    }

    /** Nothing is recorded yet: what was seen is believed when it is seen again. */
    void lookOnceMore(Lease lease, WorkRow row, Duration after) {
        jdbi.useTransaction(handle -> {
            if (!queue.stillHeld(handle, List.of(Claim.of(row, lease))).isEmpty()) {
                queue.lookAgain(handle, row, after, WorkQueue.Again.GONE);
            }
        });
    }

    private void recordPlans(Handle handle, List<Recording> plans) {
        if (plans.isEmpty()) {
            return;
        }
        var sequences = handle.createQuery("select nextval('plan_sequence') from generate_series(1, :count)")
                .bind("count", plans.size())
                .mapTo(Long.class)
                .list()
                .iterator();
        outbox.append(
                handle,
                plans.stream()
                        .map(plan -> new SyncPlan(
                                Reports.envelope(plan.work),
                                plan.row().subjectId(),
                                sequences.next(),
                                plan.effect.outcome(),
                                clock.instant()))
                        .toList());
        queue.done(handle, plans.stream().map(Recording::row).toList());
    }

    private void recordEffects(Handle handle, List<Recording> recordings) {
        if (recordings.isEmpty()) {
            return;
        }
        var at = clock.instant();
        var entries = new ArrayList<Ledger.Entry>();
        var messages = new ArrayList<Message>();
        var done = new ArrayList<WorkRow>();
        for (var recording : recordings) {
            var work = recording.work;
            var effect = recording.effect;
            var entry = Reports.entry(work, effect);
            entries.add(new Ledger.Entry(work.integrationId(), entry, effect.outcome()));
            messages.addAll(Reports.messages(work, effect, entry.sequence(), at));
        }
        ledger.record(handle, entries);
        intents.close(handle, recordings.stream().map(Recording::claim).toList());
        index.put(
                handle,
                recordings.stream()
                        .filter(recording -> recording.effect.user() != null)
                        .map(recording -> new ZenQmsIndex.Seen(recording.work.integrationId(), recording.effect.user()))
                        .toList());
        outbox.append(handle, messages);
        for (var recording : recordings) {
            tellWhoWaitsForTheMail(handle, recording.work, recording.effect);
            if (!waits(handle, recording.row(), recording.effect)) {
                done.add(recording.row());
            }
        }
        queue.done(handle, done);
    }

    /** A mail that somebody gave up may be what another person was skipped for. */
    private void tellWhoWaitsForTheMail(Handle handle, Assignment work, Effect effect) {
        if (effect.freedMail() != null) {
            var envelope = Envelope.live(
                    work.integrationId(), Cause.RETRY, work.integration().settingsVersion(), null);
            intake.merge(
                    handle,
                    ledger.waitingFor(handle, work.integrationId(), effect.freedMail()).stream()
                            .map(subject -> WorkItem.look(envelope, subject))
                            .toList());
        }
    }

    /** Whether the row stays, for a release or a second look. */
    private boolean waits(Handle handle, WorkRow row, Effect effect) {
        if (effect.outcome().kind() == OutcomeKind.HELD) {
            queue.hold(handle, row);
            return true;
        }
        if (effect.outcome().kind() == OutcomeKind.UNCHANGED && deservesSecondLook(row)) {
            queue.lookAgain(handle, row, config.secondLook(), WorkQueue.Again.TOLD);
            return true;
        }
        return false;
    }

    /** A live notice that showed no change may have met a replica that lagged. */
    private static boolean deservesSecondLook(WorkRow row) {
        return row.snapshot() == null
                && row.runId() == null
                && row.extraLooks() == 0
                && row.cause() == Cause.NOTIFICATION;
    }

    /**
     * A directory writes a new account in pieces, and its first notification may come before the last piece, or before the
     * replica we ask has any: a newcomer is looked at a few times more before being called skipped.
     */
    private boolean mayBeUnfinished(Assignment work, Effect effect) {
        var row = work.look().row();
        return effect.skip() != null
                && effect.skip().mayBeUnfinished()
                && row.runId() == null
                && work.look().known().sequence() == 0
                && row.extraLooks() < config.unfinishedLooks().size();
    }
}
