package dev.rollcall.manager.initialsync;

import java.time.InstantSource;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import dev.rollcall.manager.integration.Integration;
import dev.rollcall.manager.integration.Integration.AccessCause;
import dev.rollcall.manager.integration.Integrations;
import dev.rollcall.manager.run.RunPhase;
import dev.rollcall.manager.subscription.Subscriber;
import dev.rollcall.manager.web.ProblemException;
import dev.rollcall.model.IntegrationId;
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
    private final Subscriber subscriber;
    private final InstantSource clock;

    RunDesk(Integrations integrations, RunStore runs, Subscriber subscriber, InstantSource clock) {
        this.integrations = integrations;
        this.runs = runs;
        this.subscriber = subscriber;
        this.clock = clock;
    }

    /**
     * Begins an activation, or tells the run that is under way. Where authorization was lost, new access is tried at once,
     * whatever a run does: its workers may wait for just that.
     *
     * @throws ProblemException 404, 409
     */
    @Transactional
    RunId activate(String id) {
        var integration = integrations.requireLocked(id);
        if (integration.state == IntegrationState.PAUSED) {
            throw ProblemException.conflict("This integration is paused: resume it first.");
        }
        if (integration.isRemoved()) {
            throw ProblemException.conflict("This integration is " + integration.state + ": create a new one.");
        }
        if (integration.state == IntegrationState.NEEDS_AUTHORIZATION) {
            integration.askForAccess(AccessCause.ADMINISTRATION, clock.instant());
        }
        runs.ensureLive(integration.integrationId());
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
        var phase = plan ? RunPhase.WALKING : firstPhase(integration);
        return runs.begin(integration.integrationId(), REQUEST, mode, phase);
    }

    /**
     * Begins the run that is wanted because changes may have been missed. It applies, as the announcements would have, also
     * where the initial synchronisation only links.
     *
     * @return false when it has to wait, or is not wanted any more
     */
    @Transactional
    boolean beginWanted(IntegrationId id) {
        var integration = integrations.requireLocked(id.value());
        if (integration.walkWanted == null
                || integration.state != IntegrationState.ACTIVE
                || runs.underWay(id, false).isPresent()) {
            return false;
        }
        runs.begin(id, integration.walkWanted.name(), Mode.APPLY, firstPhase(integration));
        return true;
    }

    /** What changes during the walk must be announced, or it is missed. */
    private RunPhase firstPhase(Integration integration) {
        return subscriber.isSubscribed(integration.integrationId()) ? RunPhase.WALKING : RunPhase.SUBSCRIBING;
    }

    /** @throws ProblemException 409 */
    static void requireActive(Integration integration) {
        if (integration.state != IntegrationState.ACTIVE) {
            throw ProblemException.conflict(
                    integration.isDraft()
                            ? "This integration is a draft: activate it first."
                            : "This integration is " + integration.state + ": it must be active for a run.");
        }
    }
}
