package dev.rollcall.manager.initialsync;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import dev.rollcall.manager.integration.Integration;
import dev.rollcall.manager.integration.Integrations;
import dev.rollcall.manager.run.RunPhase;
import dev.rollcall.manager.web.ProblemException;
import dev.rollcall.model.IntegrationState;
import dev.rollcall.model.Mode;
import dev.rollcall.model.RunId;

/** Begins runs at an administrator's word. */
@ApplicationScoped
class RunDesk {

    private static final String ACTIVATION = "ACTIVATION";
    private static final String REQUEST = "REQUEST";

    private final Integrations integrations;
    private final RunStore runs;

    RunDesk(Integrations integrations, RunStore runs) {
        this.integrations = integrations;
        this.runs = runs;
    }

    /**
     * Begins an activation, or tells the run that is under way.
     *
     * @throws ProblemException 404, 409
     */
    @Transactional
    RunId activate(String id) {
        var integration = integrations.requireLocked(id);
        if (integration.state == IntegrationState.PAUSED) {
            throw ProblemException.conflict("This integration is paused: resume it first.");
        }
        return runs.underWay(integration.integrationId(), false)
                .orElseGet(() -> runs.begin(
                        integration.integrationId(), ACTIVATION, integration.initialSync.mode(), RunPhase.AUTHORIZING));
    }

    /**
     * Begins another initial synchronisation, or a preview of one.
     *
     * @throws ProblemException 404, 409 while one of the same kind is under way
     */
    @Transactional
    RunId begin(String id, boolean plan) {
        var integration = integrations.requireLocked(id);
        requireActive(integration);
        runs.underWay(integration.integrationId(), plan).ifPresent(run -> {
            throw ProblemException.conflict("Run " + run + " is under way: wait until it has ended.");
        });
        var mode = plan ? Mode.PLAN : integration.initialSync.mode();
        return runs.begin(integration.integrationId(), REQUEST, mode, RunPhase.WALKING);
    }

    private static void requireActive(Integration integration) {
        if (integration.state != IntegrationState.ACTIVE) {
            throw ProblemException.conflict(
                    integration.isDraft()
                            ? "This integration is a draft: activate it first."
                            : "This integration is " + integration.state + ": it must be active for a run.");
        }
    }
}
