package dev.rollcall.manager.run;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import dev.rollcall.model.MappedFields;
import dev.rollcall.model.Outcome;
import dev.rollcall.model.RunId;
import dev.rollcall.model.SyncOutcome;
import dev.rollcall.model.SyncPlan;
import dev.rollcall.outbox.MessageJson;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

import static dev.rollcall.model.OutcomeKind.CREATED;
import static dev.rollcall.model.OutcomeKind.DEACTIVATED;
import static dev.rollcall.model.OutcomeKind.LINKED;
import static dev.rollcall.model.OutcomeKind.REACTIVATED;
import static dev.rollcall.model.OutcomeKind.UPDATED;

/**
 * Turns what workers report into the run log. Reports come twice, late and out of order: each is kept once, and a person's
 * entry only ever moves to a higher sequence.
 */
@ApplicationScoped
class OutcomeProjection {

    private static final String INSERT_OUTCOME = """
            insert into outcome (integration_id, subject_id, sequence, run_id, cause, kind, reason, detail, match,
                                 zenqms_user_id, content, at)
            values (:integration, :subject, :sequence, :run, :cause, :kind, :reason, :detail, :match,
                    :zenQmsUser, :content, :at)
            on conflict do nothing""";

    private static final String UPDATE_ENTRY = """
            insert into run_entry (run_id, subject_id, sequence, kind, reason, detail, match, zenqms_user_id, content, at)
            values (:run, :subject, :sequence, :kind, :reason, :detail, :match, :zenQmsUser, :content, :at)
            on conflict (run_id, subject_id) do update set
                sequence = excluded.sequence, kind = excluded.kind, reason = excluded.reason, detail = excluded.detail,
                match = excluded.match, zenqms_user_id = excluded.zenqms_user_id, content = excluded.content,
                at = excluded.at
            -- An entry tells what the run did to a person. Batches that were sent again, because the manager was killed
            -- before it noted so, find everybody unchanged: that undoes nothing.
            where case
                when excluded.kind = 'UNCHANGED' and run_entry.kind = any (:effects) then false
                when run_entry.kind = 'UNCHANGED' and excluded.kind = any (:effects) then true
                else run_entry.sequence < excluded.sequence end""";

    /** Outcomes that changed ZenQMS. */
    private static final String[] EFFECTS = Stream.of(CREATED, UPDATED, LINKED, DEACTIVATED, REACTIVATED)
            .map(Enum::name)
            .toArray(String[]::new);

    private final Jdbi jdbi;
    private final MessageJson json;
    private final RunEnding ending;
    private final TroubleDesk troubles;

    OutcomeProjection(Jdbi jdbi, MessageJson json, RunEnding ending, TroubleDesk troubles) {
        this.jdbi = jdbi;
        this.json = json;
        this.ending = ending;
        this.troubles = troubles;
    }

    /** Others, before and after, kept as the worker reported them. */
    record Content(List<String> others, MappedFields before, MappedFields after) {}

    /** Whether the database answers at all; throws when it doesn't. */
    @Transactional
    void requireDatabase() {
        jdbi.useHandle(h -> h.createQuery("select 1").mapTo(Integer.class).one());
    }

    /** All in one transaction. */
    @Transactional
    void project(Collection<Report> reports) {
        var runs = reports.stream()
                .map(OutcomeProjection::runOf)
                .filter(Objects::nonNull)
                .map(RunId::value)
                .distinct()
                .sorted()
                .toList();
        jdbi.useHandle(handle -> {
            // Before the entries: who checks whether all is done must see each other's entries.
            ending.lock(handle, runs);
            write(handle, reports);
            runs.forEach(run -> ending.endIfDone(handle, run));
        });
    }

    private void write(Handle handle, Collection<Report> reports) {
        try (var outcomes = handle.prepareBatch(INSERT_OUTCOME);
                var entries = handle.prepareBatch(UPDATE_ENTRY)) {
            for (var report : reports) {
                switch (report) {
                    case Report.Done(var done) -> {
                        add(outcomes, done);
                        if (done.envelope().runId() != null) {
                            addEntry(
                                            entries,
                                            done.envelope().runId(),
                                            done.subjectId().value(),
                                            done.sequence(),
                                            done.outcome())
                                    .bind("effects", EFFECTS)
                                    .bind("at", done.at())
                                    .add();
                        }
                    }
                    case Report.Planned(var plan) -> addPlan(entries, plan);
                    case Report.Stopped(var trouble) -> troubles.take(handle, trouble);
                    case Report.Unknown ignored -> {}
                    case Report.Unreadable ignored -> {}
                }
            }
            if (outcomes.size() > 0) {
                outcomes.execute();
            }
            if (entries.size() > 0) {
                entries.execute();
            }
        }
    }

    private void add(PreparedBatch batch, SyncOutcome done) {
        var run = done.envelope().runId();
        common(batch, done.subjectId().value(), done.sequence(), done.outcome())
                .bind("integration", done.envelope().integrationId().value())
                .bind("run", run == null ? null : run.value())
                .bind("cause", done.envelope().cause().name())
                .bind("at", done.at())
                .add();
    }

    private void addPlan(PreparedBatch batch, SyncPlan plan) {
        if (plan.envelope().runId() != null) {
            addEntry(batch, plan.envelope().runId(), plan.subjectId().value(), plan.sequence(), plan.outcome())
                    // A preview did nothing to anybody: its newest word counts.
                    .bind("effects", new String[0])
                    .bind("at", plan.at())
                    .add();
        }
    }

    private PreparedBatch addEntry(PreparedBatch batch, RunId run, String subject, long sequence, Outcome outcome) {
        return common(batch, subject, sequence, outcome).bind("run", run.value());
    }

    private PreparedBatch common(PreparedBatch batch, String subject, long sequence, Outcome outcome) {
        return batch.bind("subject", subject)
                .bind("sequence", sequence)
                .bind("kind", outcome.kind().name())
                .bind("reason", outcome.reason())
                .bind("detail", outcome.detail())
                .bind("match", outcome.match() == null ? null : outcome.match().name())
                .bind(
                        "zenQmsUser",
                        outcome.zenQmsUserId() == null
                                ? null
                                : outcome.zenQmsUserId().value())
                .bind("content", content(outcome));
    }

    private String content(Outcome outcome) {
        if (outcome.others().isEmpty() && outcome.before() == null && outcome.after() == null) {
            return null;
        }
        return json.text(
                new Content(outcome.others().isEmpty() ? null : outcome.others(), outcome.before(), outcome.after()));
    }

    private static RunId runOf(Report report) {
        return switch (report) {
            case Report.Done(var done) -> done.envelope().runId();
            case Report.Planned(var plan) -> plan.envelope().runId();
            case Report.Stopped ignored -> null;
            case Report.Unknown ignored -> null;
            case Report.Unreadable ignored -> null;
        };
    }
}
