package dev.rollcall.manager.initialsync;

import java.time.Duration;
import java.time.InstantSource;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.directory.DirectoryException;
import dev.rollcall.manager.config.ManagerConfig;
import dev.rollcall.manager.connection.Access;
import dev.rollcall.manager.connection.Directories;
import dev.rollcall.manager.connection.TokenException;
import dev.rollcall.manager.integration.Scopes;
import dev.rollcall.manager.run.Removals;
import dev.rollcall.manager.run.RunPhase;
import dev.rollcall.manager.secret.SecretsUnreadable;
import dev.rollcall.manager.subscription.Subscriber;
import dev.rollcall.manager.subscription.SubscriptionEnding;

/** Does one step of a run. What goes wrong comes back as a step too. */
@ApplicationScoped
class RunSteps {

    /** How long a directory that is away is asked to end its subscriptions. */
    private static final Duration LAST_WORDS = Duration.ofMinutes(5);

    private final Access access;
    private final Subscriber subscriber;
    private final Directories directories;
    private final WalkRecorder recorder;
    private final RetryRecorder retries;
    private final RunStore store;
    private final Scopes scopes;
    private final SubscriptionEnding endings;
    private final Removals removals;
    private final InstantSource clock;
    private final StepFailures failures;

    RunSteps(
            Access access,
            Subscriber subscriber,
            Directories directories,
            WalkRecorder recorder,
            RetryRecorder retries,
            RunStore store,
            Scopes scopes,
            SubscriptionEnding endings,
            Removals removals,
            InstantSource clock,
            ManagerConfig config) {
        this.access = access;
        this.subscriber = subscriber;
        this.directories = directories;
        this.recorder = recorder;
        this.retries = retries;
        this.store = store;
        this.scopes = scopes;
        this.endings = endings;
        this.removals = removals;
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
                case ASKING -> new Step.OnRecord(retries.askNext(run));
                case UNSUBSCRIBING -> unsubscribe(run);
                case CLEARING, SETTLING, ENDED, LIVE ->
                    throw new IllegalStateException("No step in phase " + run.phase());
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

    /** A directory that can't be asked any more holds up no removal. */
    private Step unsubscribe(RunLease run) {
        String given = null;
        try {
            endings.endAll(run.integrationId());
        } catch (DirectoryException.Unavailable | TokenException.Unavailable e) {
            if (Duration.between(run.phaseSince(), clock.instant()).compareTo(LAST_WORDS) < 0) {
                throw e;
            }
            given = e.getMessage();
        } catch (DirectoryException | TokenException | SecretsUnreadable e) {
            given = e.getMessage();
        }
        removals.unsubscribed(run.integrationId(), run.runId(), given);
        return new Step.OnRecord(true);
    }

    private Step walk(RunLease run) {
        // A link goes on with what its walk began with, whatever the settings ask for by now.
        var attributes = run.nextLink() == null ? scopes.attributes(run.integrationId()) : run.attributes();
        var page = directories.ask(run.integrationId(), d -> {
            var walk = d.walk(attributes);
            return run.nextLink() == null ? walk.first() : walk.next(run.nextLink());
        });
        recorder.record(run, page, attributes);
        return new Step.OnRecord(page.isLast());
    }
}
