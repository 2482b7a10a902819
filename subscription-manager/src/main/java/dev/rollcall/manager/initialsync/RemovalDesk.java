package dev.rollcall.manager.initialsync;

import java.time.InstantSource;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import dev.rollcall.manager.integration.Integration;
import dev.rollcall.manager.integration.IntegrationDesk;
import dev.rollcall.manager.integration.Integrations;
import dev.rollcall.manager.integration.SettingsPublisher;
import dev.rollcall.manager.run.Removals;
import dev.rollcall.manager.run.RunPhase;
import dev.rollcall.manager.web.ProblemException;
import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.Mode;
import dev.rollcall.model.RunId;

import org.jdbi.v3.core.Jdbi;

/** Begins to remove integrations. */
@ApplicationScoped
class RemovalDesk {

    static final String REMOVAL = "REMOVAL";

    private final Integrations integrations;
    private final IntegrationDesk desk;
    private final RunStore runs;
    private final Removals removals;
    private final SettingsPublisher settings;
    private final Jdbi jdbi;
    private final InstantSource clock;

    RemovalDesk(
            Integrations integrations,
            IntegrationDesk desk,
            RunStore runs,
            Removals removals,
            SettingsPublisher settings,
            Jdbi jdbi,
            InstantSource clock) {
        this.integrations = integrations;
        this.desk = desk;
        this.runs = runs;
        this.removals = removals;
        this.settings = settings;
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /**
     * Deletes a draft at once. Of any other, runs that are under way end, the door closes, and a run begins that ends the
     * subscriptions and has the links cleared. Asked for again, it tells the same run.
     *
     * @return the run; empty where there was nothing to clear
     * @throws ProblemException 404; 409 when it was removed before
     */
    @Transactional
    Optional<RunId> remove(String id) {
        var integration = integrations.requireLocked(id);
        return switch (integration.state) {
            case DRAFT -> {
                desk.delete(integration);
                yield Optional.empty();
            }
            case REMOVING -> Optional.of(new RunId(integration.removalRun));
            case REMOVED -> throw ProblemException.conflict("This integration was removed already.");
            case ACTIVE, PAUSED, NEEDS_AUTHORIZATION, UNKNOWN -> Optional.of(begin(integration));
        };
    }

    private RunId begin(Integration integration) {
        var id = integration.integrationId();
        endRuns(id);
        var run = runs.begin(id, REMOVAL, Mode.APPLY, RunPhase.UNSUBSCRIBING);
        removals.begun(id, run);
        integration.remove(run, clock.instant());
        settings.publish(integration);
        return run;
    }

    /** Workers drop what these asked for when they hear of the removal. */
    private void endRuns(IntegrationId id) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        update run set state = 'STOPPED', phase = 'ENDED', ended_at = :now, lease_token = null,
                            lease_until = null, problem = 'Ended because the integration is being removed.'
                        where integration_id = :id and state = 'RUNNING'""")
                .bind("id", id.value())
                .bind("now", clock.instant())
                .execute());
    }
}
