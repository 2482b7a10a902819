package dev.rollcall.manager.run;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

import dev.rollcall.model.Envelope;
import dev.rollcall.model.MappedFields;
import dev.rollcall.model.Outcome;
import dev.rollcall.model.SyncOutcome;
import dev.rollcall.model.SyncPlan;
import dev.rollcall.outbox.MessageJson;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A report on a person as it goes on record; the names are the columns'.
 *
 * @param i its place in the batch
 * @param run null for live work
 * @param content others, before and after, as JSON; null without any
 * @param noticedAt the newest notice that it answers, to the microsecond, as the database keeps it; null without one
 */
record Recorded(
        int i,
        String integration,
        String run,
        String request,
        String subject,
        long sequence,
        String cause,
        boolean plan,
        String kind,
        String reason,
        String detail,
        String match,
        @JsonProperty("zenqms_user") String zenQmsUser,
        String content,
        Instant at,
        @JsonProperty("noticed_at") Instant noticedAt) {

    /** Others, before and after, kept as the worker reported them. */
    record Content(List<String> others, MappedFields before, MappedFields after) {}

    /** @param now where the report doesn't say when */
    static Recorded of(int i, SyncOutcome done, MessageJson json, Instant now) {
        var at = done.at() == null ? now : done.at();
        return of(i, done.envelope(), done.subjectId().value(), done.sequence(), done.outcome(), false, json)
                .at(at, done.noticedAt());
    }

    /** @param now where the report doesn't say when */
    static Recorded of(int i, SyncPlan plan, MessageJson json, Instant now) {
        var at = plan.at() == null ? now : plan.at();
        return of(i, plan.envelope(), plan.subjectId().value(), plan.sequence(), plan.outcome(), true, json)
                .at(at, null);
    }

    private static Recorded of(
            int i, Envelope envelope, String subject, long sequence, Outcome outcome, boolean plan, MessageJson json) {
        return new Recorded(
                i,
                envelope.integrationId().value(),
                envelope.runId() == null ? null : envelope.runId().value(),
                envelope.requestId() == null ? null : envelope.requestId().value(),
                subject,
                sequence,
                envelope.cause().name(),
                plan,
                outcome.kind().name(),
                outcome.reason(),
                outcome.detail(),
                outcome.match() == null ? null : outcome.match().name(),
                outcome.zenQmsUserId() == null ? null : outcome.zenQmsUserId().value(),
                content(outcome, json),
                null,
                null);
    }

    private Recorded at(Instant at, Instant noticed) {
        return new Recorded(
                i,
                integration,
                run,
                request,
                subject,
                sequence,
                cause,
                plan,
                kind,
                reason,
                detail,
                match,
                zenQmsUser,
                content,
                at.truncatedTo(ChronoUnit.MICROS),
                noticed == null ? null : noticed.truncatedTo(ChronoUnit.MICROS));
    }

    private static String content(Outcome outcome, MessageJson json) {
        if (outcome.others().isEmpty() && outcome.before() == null && outcome.after() == null) {
            return null;
        }
        return json.text(
                new Content(outcome.others().isEmpty() ? null : outcome.others(), outcome.before(), outcome.after()));
    }

    /** Personal data stays out of logs. */
    @Override
    public String toString() {
        return "Recorded[" + integration + "/" + subject + ", " + sequence + ", " + kind + "]";
    }
}
