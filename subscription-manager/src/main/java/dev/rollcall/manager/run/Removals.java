package dev.rollcall.manager.run;

import java.time.InstantSource;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import dev.rollcall.manager.integration.Integrations;
import dev.rollcall.manager.integration.SettingsPublisher;
import dev.rollcall.manager.publish.Outgoing;
import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.IntegrationState;
import dev.rollcall.model.LinksCleared;
import dev.rollcall.model.RunId;
import dev.rollcall.model.Topics;

import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * How far removals are. One is done when the directory announces nothing any more and the workers have said that no external
 * id of ours is left, in whichever order; then the integration is removed, and its secrets are gone.
 */
@ApplicationScoped
public class Removals {

    private static final Logger LOG = Logger.getLogger(Removals.class);

    private final Jdbi jdbi;
    private final Integrations integrations;
    private final SettingsPublisher settings;
    private final Outgoing outgoing;
    private final RunEnding ending;
    private final Counters counters;
    private final InstantSource clock;

    Removals(
            Jdbi jdbi,
            Integrations integrations,
            SettingsPublisher settings,
            Outgoing outgoing,
            RunEnding ending,
            Counters counters,
            InstantSource clock) {
        this.jdbi = jdbi;
        this.integrations = integrations;
        this.settings = settings;
        this.outgoing = outgoing;
        this.ending = ending;
        this.counters = counters;
        this.clock = clock;
    }

    private record Standing(RunId run, boolean unsubscribed, boolean cleared, long leftAlone) {

        boolean isDone() {
            return unsubscribed && cleared;
        }
    }

    /** Call with the integration's row held. */
    @Transactional
    public void begun(IntegrationId id, RunId run) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "insert into removal (integration_id, run_id, begun_at) values (:id, :run, :now)")
                .bind("id", id.value())
                .bind("run", run.value())
                .bind("now", clock.instant())
                .execute());
    }

    /**
     * The directory's subscriptions are ended.
     *
     * @param sentence why they are not, where that was given up; null otherwise
     */
    @Transactional
    public void unsubscribed(IntegrationId id, RunId run, String sentence) {
        integrations.requireLocked(id.value());
        var problem = sentence == null
                ? null
                : "The directory's subscriptions could not be ended: " + sentence
                        + " They end by themselves within 29 days, and what they announce is refused.";
        jdbi.useHandle(handle -> {
            handle.createUpdate("""
                            update run set phase = 'CLEARING', phase_since = :now, attempt = 0, problem = :problem,
                                lease_token = null, lease_until = null
                            where id = :run and state = 'RUNNING'""")
                    .bind("run", run.value())
                    .bind("problem", problem)
                    .bind("now", clock.instant())
                    .execute();
            handle.createUpdate(
                            "update removal set unsubscribed_at = :now where integration_id = :id and run_id = :run")
                    .bind("id", id.value())
                    .bind("run", run.value())
                    .bind("now", clock.instant())
                    .execute();
            endIfDone(handle, id);
        });
    }

    /** In the caller's transaction. Said twice, or of a removal that we don't know, it changes nothing. */
    void cleared(Handle handle, LinksCleared message) {
        var id = message.envelope().integrationId();
        if (integrations.findByIdOptional(id.value()).isEmpty()) {
            return;
        }
        integrations.requireLocked(id.value());
        handle.createUpdate("""
                        update removal set cleared_at = :at, cleared = :cleared, left_alone = :left
                        where integration_id = :id and run_id = :run and cleared_at is null""")
                .bind("id", id.value())
                .bind("run", message.envelope().runId().value())
                .bind("at", message.at() == null ? clock.instant() : message.at())
                .bind("cleared", message.cleared())
                .bind("left", message.leftAlone())
                .execute();
        endIfDone(handle, id);
    }

    private void endIfDone(Handle handle, IntegrationId id) {
        var integration = integrations.requireLocked(id.value());
        var standing = standing(handle, id);
        if (integration.state != IntegrationState.REMOVING || standing == null || !standing.isDone()) {
            return;
        }
        nothingComesOfWhatWaits(handle, id);
        integration.removed();
        settings.publish(integration);
        outgoing.forget(Topics.ACCESS, List.of(id.value()));
        for (var table : List.of("directory_subscription", "directory_feed", "held_person")) {
            handle.createUpdate("delete from " + table + " where integration_id = :id")
                    .bind("id", id.value())
                    .execute();
        }
        handle.createUpdate("""
                        update run set state = :state, phase = 'ENDED', walk_closed = true, ended_at = :now
                        where id = :run and state = 'RUNNING'""")
                .bind("run", standing.run().value())
                .bind("state", (standing.leftAlone() == 0 ? RunState.SUCCEEDED : RunState.SUCCEEDED_WITH_SKIPS).name())
                .bind("now", clock.instant())
                .execute();
        LOG.infof("Integration removed: integrationId=%s, runId=%s", id, standing.run());
    }

    /** Workers dropped it: without this its entries would wait for ever, and be kept for ever. */
    private void nothingComesOfWhatWaits(Handle handle, IntegrationId id) {
        var live = LiveRun.id(id.value());
        if (ending.lock(handle, List.of(live)).isEmpty()) {
            return;
        }
        var entries = handle.createUpdate("""
                        update live_entry set kind = :none, reason = :reason, detail = :detail, answered_at = :now
                        where integration_id = :id and kind is null""")
                .bind("id", id.value())
                .bind("none", NoticePlanner.NONE)
                .bind("reason", NoticePlanner.REMOVED_REASON)
                .bind("detail", NoticePlanner.REMOVED)
                .bind("now", clock.instant())
                .execute();
        var tally = new Tally();
        tally.add(live, null, null, -entries);
        tally.add(live, NoticePlanner.NONE, NoticePlanner.REMOVED_REASON, entries);
        counters.apply(handle, tally);
    }

    private static Standing standing(Handle handle, IntegrationId id) {
        return handle.createQuery("""
                        select run_id, unsubscribed_at is not null as unsubscribed, cleared_at is not null as cleared,
                               coalesce(left_alone, 0) as left_alone
                        from removal where integration_id = :id""")
                .bind("id", id.value())
                .map((rs, ctx) -> new Standing(
                        new RunId(rs.getString("run_id")),
                        rs.getBoolean("unsubscribed"),
                        rs.getBoolean("cleared"),
                        rs.getLong("left_alone")))
                .findOne()
                .orElse(null);
    }
}
