package dev.rollcall.usersync.removal;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.model.Cause;
import dev.rollcall.model.Envelope;
import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.LinksCleared;
import dev.rollcall.model.MatchKind;
import dev.rollcall.model.Message;
import dev.rollcall.model.Mode;
import dev.rollcall.model.Outcome;
import dev.rollcall.model.OutcomeKind;
import dev.rollcall.model.RunId;
import dev.rollcall.model.SubjectId;
import dev.rollcall.model.SyncOutcome;
import dev.rollcall.model.Topics;
import dev.rollcall.model.Trouble;
import dev.rollcall.model.TroubleKind;
import dev.rollcall.outbox.Outbox;
import dev.rollcall.outbox.OutboxRelay;

import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;

/** Records a removal's steps: ledger, counters, outcomes and the ends of links in one transaction. */
@ApplicationScoped
class RemovalRecorder {

    private static final Logger LOG = Logger.getLogger(RemovalRecorder.class);

    /** Links that are ended in one transaction without a call. */
    private static final int MANY = 1_000;

    private static final Duration STUCK = Duration.ofHours(1);
    private static final Duration SAY_AGAIN = Duration.ofHours(1);

    private final Jdbi jdbi;
    private final RemovalTable table;
    private final RemovalReports reports;
    private final Outbox outbox;
    private final OutboxRelay relay;
    private final InstantSource clock;

    RemovalRecorder(
            Jdbi jdbi,
            RemovalTable table,
            RemovalReports reports,
            Outbox outbox,
            OutboxRelay relay,
            InstantSource clock) {
        this.reports = reports;
        this.jdbi = jdbi;
        this.table = table;
        this.outbox = outbox;
        this.relay = relay;
        this.clock = clock;
    }

    /** What was told before and has not changed is not told again. */
    void record(Removal removal, Map<ToClear, Clearing> ends) {
        if (ends.isEmpty()) {
            return;
        }
        var people = ends.keySet().stream()
                .sorted(Comparator.comparing(one -> one.subjectId().value()))
                .toList();
        jdbi.useTransaction(handle -> {
            long cleared = 0;
            long leftAlone = 0;
            var messages = new ArrayList<Message>();
            for (var one : people) {
                var end = ends.get(one);
                var outcome = outcome(one, end);
                if (isNews(one, end)) {
                    messages.add(new SyncOutcome(
                            envelope(removal), one.subjectId(), one.sequence() + 1, outcome, clock.instant(), null));
                    cleared += end instanceof Clearing.Done ? 1 : 0;
                    leftAlone += end instanceof Clearing.Done ? 0 : 1;
                    // It was counted as left alone when that was told.
                    leftAlone -= one.told() == ToClear.Told.LEFT_ALONE ? 1 : 0;
                    table.ended(handle, removal.integrationId(), one, outcome);
                } else {
                    table.endedAgain(handle, removal.integrationId(), one);
                }
            }
            table.count(handle, removal, cleared, leftAlone);
            outbox.append(handle, messages);
            outbox.forget(
                    handle,
                    Topics.LINKS,
                    people.stream()
                            .filter(one -> !one.shown())
                            .map(one -> key(removal.integrationId(), one.subjectId()))
                            .toList());
        });
        relay.wake();
    }

    private static boolean isNews(ToClear one, Clearing end) {
        return switch (one.told()) {
            case NOTHING -> true;
            case LEFT_ALONE -> end instanceof Clearing.Done;
            case CLEARED -> false;
        };
    }

    private static Outcome outcome(ToClear one, Clearing end) {
        return switch (end) {
            case Clearing.Done() ->
                new Outcome(OutcomeKind.UNLINKED, MatchKind.LINKED, one.user(), null, null, null, null, null);
            case Clearing.LeaveAlone(var reason, var detail) ->
                new Outcome(OutcomeKind.SKIPPED, MatchKind.LINKED, one.user(), reason, detail, null, null, null);
            case Clearing.Clear() -> throw new IllegalArgumentException("Not done yet");
            case Clearing.Refused ignored -> throw new IllegalArgumentException("Not done");
        };
    }

    /** Links that were there before us end as well, in our books alone; then the removal is told, once. */
    void report(Removal removal) {
        for (int ended = MANY; ended == MANY; ) {
            ended = jdbi.inTransaction(handle -> {
                table.count(handle, removal, 0, 0);
                var subjects = table.endOthers(handle, removal.integrationId(), MANY);
                outbox.forget(
                        handle,
                        Topics.LINKS,
                        subjects.stream()
                                .map(subject -> key(removal.integrationId(), subject))
                                .toList());
                return subjects.size();
            });
        }
        jdbi.useTransaction(handle -> reports.report(handle, removal).ifPresent(sum -> {
            outbox.append(handle, new LinksCleared(envelope(removal), sum.cleared(), sum.leftAlone(), clock.instant()));
            LOG.infof(
                    "Links cleared: integrationId=%s runId=%s cleared=%d leftAlone=%d",
                    removal.integrationId(), removal.runId(), sum.cleared(), sum.leftAlone());
        }));
        relay.wake();
    }

    /** While the settings ask for it, nobody seems to have read that it is done. */
    boolean sayAgain() {
        var said = jdbi.inTransaction(handle -> {
            var unheard = reports.unheard(handle, SAY_AGAIN);
            outbox.append(
                    handle,
                    unheard.stream()
                            .map(one -> new LinksCleared(
                                    envelope(one.integrationId(), one.runId(), one.settingsVersion()),
                                    one.sum().cleared(),
                                    one.sum().leftAlone(),
                                    clock.instant()))
                            .toList());
            return !unheard.isEmpty();
        });
        if (said) {
            relay.wake();
        }
        return said;
    }

    /** Nothing more is written for a while, and the administrator is told what to mend. */
    void stuck(Removal removal, long accessVersion, String sentence) {
        jdbi.useTransaction(handle -> {
            table.stuck(handle, removal, accessVersion, STUCK);
            outbox.append(
                    handle,
                    new Trouble(
                            envelope(removal), TroubleKind.REMOVAL_STUCK, accessVersion, sentence, clock.instant()));
        });
        relay.wake();
        LOG.warnf(
                "A removal is stuck: integrationId=%s runId=%s %s", removal.integrationId(), removal.runId(), sentence);
    }

    private static Envelope envelope(Removal removal) {
        return envelope(removal.integrationId(), removal.runId(), removal.settingsVersion());
    }

    private static Envelope envelope(IntegrationId integration, RunId run, long settingsVersion) {
        return Envelope.run(integration, Cause.ADMINISTRATION, run, Mode.APPLY, settingsVersion);
    }

    /** As {@link Message#key()} of a link makes it. */
    private static String key(IntegrationId integration, SubjectId subject) {
        return integration.value() + "/" + subject.value();
    }
}
