package dev.rollcall.manager.initialsync;

import java.time.InstantSource;
import java.util.ArrayList;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import dev.rollcall.manager.integration.Integrations;
import dev.rollcall.manager.publish.Outgoing;
import dev.rollcall.manager.run.RunState;
import dev.rollcall.manager.web.ProblemException;
import dev.rollcall.model.Cause;
import dev.rollcall.model.Envelope;
import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.Message;
import dev.rollcall.model.Mode;
import dev.rollcall.model.RunCancelled;
import dev.rollcall.model.RunId;
import dev.rollcall.model.WalkClosed;

import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** What an administrator may do with a run: end it, or try again whom it failed on. */
@ApplicationScoped
class RunInterventions {

    private static final Logger LOG = Logger.getLogger(RunInterventions.class);

    private static final String LEFT_OPEN =
            " Who has no outcome was left as they are; retry-failed or another run looks at them.";
    private static final String CUT_SHORT = " Not everybody was read yet: only another run looks at all.";

    private final Jdbi jdbi;
    private final Integrations integrations;
    private final RunStore runs;
    private final Outgoing outgoing;
    private final InstantSource clock;

    RunInterventions(Jdbi jdbi, Integrations integrations, RunStore runs, Outgoing outgoing, InstantSource clock) {
        this.jdbi = jdbi;
        this.integrations = integrations;
        this.runs = runs;
        this.outgoing = outgoing;
        this.clock = clock;
    }

    private record Found(
            RunId id,
            IntegrationId integration,
            RunState state,
            String cause,
            Mode mode,
            int batches,
            long walked,
            boolean closed) {

        boolean isRemoval() {
            return RemovalDesk.REMOVAL.equals(cause);
        }
    }

    /**
     * Ends a run that is under way. Who is being worked on is finished, and what is reported later is still recorded.
     * Cancelling it again changes nothing.
     *
     * @param reason the administrator's words; null without any
     * @throws ProblemException 404, 409
     */
    @Transactional
    void cancel(String runId, String reason) {
        jdbi.useHandle(handle -> {
            var run = find(handle, runId, " for update");
            if (run.isRemoval() && run.state() == RunState.RUNNING) {
                throw ProblemException.conflict(
                        "A removal can't be taken back once it began: when it has ended, create a new"
                                + " integration. It links everybody again by email.");
            }
            switch (run.state()) {
                case STOPPED -> {}
                case RUNNING -> stop(handle, run, reason);
                case LIVE ->
                    throw ProblemException.conflict("The run Live never ends: pause the integration to stop its work.");
                case SUCCEEDED, SUCCEEDED_WITH_SKIPS, FAILED ->
                    throw ProblemException.conflict("This run has ended already: there is nothing to cancel.");
            }
        });
    }

    private void stop(Handle handle, Found run, String reason) {
        handle.createUpdate("""
                        update run set state = 'STOPPED', phase = 'ENDED', problem = :problem, ended_at = :now,
                            lease_token = null, lease_until = null
                        where id = :id""")
                .bind("id", run.id().value())
                .bind(
                        "problem",
                        "Cancelled by an administrator" + (reason == null ? "." : ": \"" + reason + "\".")
                                + (run.closed() ? LEFT_OPEN : CUT_SHORT))
                .bind("now", clock.instant())
                .execute();
        forgetTheWish(handle, run);
        var settings = integrations.require(run.integration().value()).settingsVersion;
        var messages = new ArrayList<Message>();
        if (run.batches() > 0 && !run.closed()) {
            var walk = Envelope.run(run.integration(), Cause.INITIAL_SYNC, run.id(), run.mode(), settings);
            messages.add(new WalkClosed(walk, run.batches(), run.walked(), false));
        }
        messages.add(new RunCancelled(
                Envelope.run(run.integration(), Cause.REQUEST, run.id(), run.mode(), settings), clock.instant()));
        outgoing.append(messages);
        LOG.infof("Run cancelled: runId=%s", run.id());
    }

    /** Otherwise it would begin again at once. */
    private static void forgetTheWish(Handle handle, Found run) {
        handle.createUpdate("update integration set walk_wanted = null where id = :id and walk_wanted = :cause")
                .bind("id", run.integration().value())
                .bind("cause", run.cause())
                .execute();
    }

    /**
     * Begins a run over the people whom this one failed on, and over those whose outcome never came because it was
     * cancelled or its walk failed.
     *
     * @throws ProblemException 404; 409 while a run is under way, and where there is nobody
     */
    @Transactional
    RunId retryFailed(String runId) {
        var run = jdbi.withHandle(handle -> find(handle, runId, ""));
        switch (run.state()) {
            case RUNNING ->
                throw ProblemException.conflict("This run is under way: wait until it has ended, or cancel it.");
            case LIVE ->
                throw ProblemException.conflict("Live tries again by itself: ask for a single person with"
                        + " people/{subjectId}/sync, or begin a run over everybody.");
            case SUCCEEDED, SUCCEEDED_WITH_SKIPS, STOPPED, FAILED -> {}
        }
        RunDesk.requireActive(integrations.requireLocked(run.integration().value()));
        runs.underWay(run.integration(), run.mode() == Mode.PLAN).ifPresent(other -> {
            throw ProblemException.conflict("Run " + other + " is under way: wait until it has ended, or cancel it.");
        });
        if (!hasFailed(run)) {
            throw ProblemException.conflict(
                    "Nobody failed in this run, and nobody's outcome is missing: there is nobody to try again.");
        }
        return runs.beginRetry(run.integration(), run.mode(), run.id());
    }

    private boolean hasFailed(Found run) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select exists (select 1 from run_count
                            where run_id = :run and kind = any(:kinds) and n > 0)""")
                .bind("run", run.id().value())
                .bind("kinds", new String[] {"FAILED", "PENDING"})
                .mapTo(Boolean.class)
                .one());
    }

    private static Found find(Handle handle, String runId, String held) {
        return handle.createQuery(
                        "select id, integration_id, state, cause, mode, batches, walked, walk_closed from run where id = :id"
                                + held)
                .bind("id", runId)
                .map((rs, ctx) -> new Found(
                        new RunId(rs.getString("id")),
                        new IntegrationId(rs.getString("integration_id")),
                        RunState.valueOf(rs.getString("state")),
                        rs.getString("cause"),
                        Mode.valueOf(rs.getString("mode")),
                        rs.getInt("batches"),
                        rs.getLong("walked"),
                        rs.getBoolean("walk_closed")))
                .findOne()
                .orElseThrow(() -> ProblemException.notFound("run", runId));
    }
}
