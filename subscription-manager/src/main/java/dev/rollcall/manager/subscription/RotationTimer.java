package dev.rollcall.manager.subscription;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.manager.timer.Leadership;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;

import org.jboss.logging.Logger;

/** Goes on with the replacement of client states. */
@ApplicationScoped
class RotationTimer {

    private static final Logger LOG = Logger.getLogger(RotationTimer.class);

    private final ClientStateRotation rotation;
    private final Leadership timers;

    RotationTimer(ClientStateRotation rotation, Leadership timers) {
        this.rotation = rotation;
        this.timers = timers;
    }

    @Scheduled(every = "{rollcall.manager.subscription-check}", concurrentExecution = ConcurrentExecution.SKIP)
    void goOn() {
        if (!timers.isOurs()) {
            return;
        }
        for (var id : rotation.underWay()) {
            try {
                rotation.goOn(id);
            } catch (RuntimeException e) {
                LOG.errorf(e, "The client state's replacement did not go on: integrationId=%s", id);
            }
        }
    }
}
