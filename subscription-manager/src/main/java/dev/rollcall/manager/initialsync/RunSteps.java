package dev.rollcall.manager.initialsync;

import java.time.Duration;
import java.time.InstantSource;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.directory.DirectoryException;
import dev.rollcall.manager.config.ManagerConfig;
import dev.rollcall.manager.connection.Access;
import dev.rollcall.manager.connection.Directories;
import dev.rollcall.manager.connection.TokenException;
import dev.rollcall.manager.run.RunPhase;
import dev.rollcall.manager.secret.SecretsUnreadable;
import dev.rollcall.manager.subscription.Subscriber;

/** Does one step of a run. What goes wrong comes back as a step too. */
@ApplicationScoped
class RunSteps {

    private final Access access;
    private final Subscriber subscriber;
    private final Directories directories;
    private final WalkRecorder recorder;
    private final RetryRecorder retries;
    private final RunStore store;
    private final InstantSource clock;
    private final StepFailures failures;

    RunSteps(
            Access access,
            Subscriber subscriber,
            Directories directories,
            WalkRecorder recorder,
            RetryRecorder retries,
            RunStore store,
            InstantSource clock,
            ManagerConfig config) {
        this.access = access;
        this.subscriber = subscriber;
        this.directories = directories;
        this.recorder = recorder;
        this.retries = retries;
        this.store = store;
        this.clock = clock;
        this.failures = new StepFailures(config.handshakePatience());
    }

    /** @throws LeaseLost when the run is somebody else's now */
    Step take(RunLease run) {
        try {
            return switch (run.phase()) {
                case AUTHORIZING -> {
                    access.prove(run.integrationId());
                    yield new Step.Go(RunPhase.PUBLISHING);
                }
                case PUBLISHING -> {
                    access.activate(run.integrationId());
                    yield new Step.Go(RunPhase.SUBSCRIBING);
                }
                // Before the walk, so that no change falls between.
                case SUBSCRIBING -> subscribe(run);
                case WALKING -> walk(run);
                case ASKING -> new Step.Walked(retries.askNext(run));
                case SETTLING, ENDED, LIVE -> throw new IllegalStateException("No step in phase " + run.phase());
            };
        } catch (DirectoryException e) {
            return failures.of(e, run, Duration.between(run.phaseSince(), clock.instant()));
        } catch (TokenException e) {
            return failures.of(e, run.attempt());
        } catch (SecretsUnreadable e) {
            return new Step.Stop(e.getMessage());
        }
    }

    /** One resource a step: each creation waits for the directory to try our door. */
    private Step subscribe(RunLease run) {
        var next = subscriber.next(run.integrationId(), run.runId());
        if (next.isEmpty()) {
            return new Step.Go(RunPhase.WALKING);
        }
        subscriber.subscribe(run.integrationId(), next.get(), run.runId(), () -> store.requireHeld(run));
        return new Step.Go(RunPhase.SUBSCRIBING);
    }

    private Step walk(RunLease run) {
        var page = directories.ask(
                run.integrationId(),
                d -> run.nextLink() == null ? d.walk().first() : d.walk().next(run.nextLink()));
        recorder.record(run, page);
        return new Step.Walked(page.isLast());
    }
}
