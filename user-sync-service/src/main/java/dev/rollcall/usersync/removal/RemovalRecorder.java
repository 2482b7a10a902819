package dev.rollcall.usersync.removal;

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
import dev.rollcall.model.SubjectId;
import dev.rollcall.model.SyncOutcome;
import dev.rollcall.model.Topics;
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

    private final Jdbi jdbi;
    private final RemovalTable table;
    private final Outbox outbox;
    private final OutboxRelay relay;
    private final InstantSource clock;

    RemovalRecorder(Jdbi jdbi, RemovalTable table, Outbox outbox, OutboxRelay relay, InstantSource clock) {
        this.jdbi = jdbi;
        this.table = table;
        this.outbox = outbox;
        this.relay = relay;
        this.clock = clock;
    }

    /** Of somebody who was told of before nothing is told again. */
    void record(Removal removal, Map<ToClear, Clearing> ends) {
        if (ends.isEmpty()) {
            return;
        }
        var people = ends.keySet().stream()
                .sorted(Comparator.comparing(one -> one.subjectId().value()))
                .toList();
        jdbi.useTransaction(handle -> {
            var news = people.stream().filter(one -> !one.told()).toList();
            var cleared = news.stream()
                    .filter(one -> ends.get(one) instanceof Clearing.Done)
                    .count();
            table.count(handle, removal, cleared, news.size() - cleared);
            var messages = new ArrayList<Message>();
            for (var one : people) {
                var outcome = outcome(one, ends.get(one));
                table.ended(
                        handle,
                        removal.integrationId(),
                        one,
                        outcome.kind().name(),
                        outcome.reason(),
                        ends.get(one) instanceof Clearing.Done);
                if (!one.told()) {
                    messages.add(new SyncOutcome(
                            envelope(removal), one.subjectId(), one.sequence() + 1, outcome, clock.instant(), null));
                }
            }
            outbox.append(handle, messages);
            outbox.forget(
                    handle,
                    Topics.LINKS,
                    news.stream()
                            .map(one -> key(removal.integrationId(), one.subjectId()))
                            .toList());
        });
        relay.wake();
    }

    private static Outcome outcome(ToClear one, Clearing end) {
        return switch (end) {
            case Clearing.Done() ->
                new Outcome(OutcomeKind.UNLINKED, MatchKind.LINKED, one.user(), null, null, null, null, null);
            case Clearing.LeaveAlone(var reason, var detail) ->
                new Outcome(OutcomeKind.SKIPPED, MatchKind.LINKED, one.user(), reason, detail, null, null, null);
            case Clearing.Clear() -> throw new IllegalArgumentException("Not done yet");
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
        jdbi.useTransaction(handle -> table.report(handle, removal).ifPresent(sum -> {
            outbox.append(handle, new LinksCleared(envelope(removal), sum.cleared(), sum.leftAlone(), clock.instant()));
            LOG.infof(
                    "Links cleared: integrationId=%s runId=%s cleared=%d leftAlone=%d",
                    removal.integrationId(), removal.runId(), sum.cleared(), sum.leftAlone());
        }));
        relay.wake();
    }

    private static Envelope envelope(Removal removal) {
        return Envelope.run(
                removal.integrationId(), Cause.ADMINISTRATION, removal.runId(), Mode.APPLY, removal.settingsVersion());
    }

    /** As {@link Message#key()} of a link makes it. */
    private static String key(IntegrationId integration, SubjectId subject) {
        return integration.value() + "/" + subject.value();
    }
}
