package dev.rollcall.usersync.removal;

import java.time.Duration;
import java.util.function.Predicate;

import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.RunId;
import dev.rollcall.usersync.work.Ticker;

/** The right to remove one integration for a while: one replica at a time. It is renewed before a call that would outlast it. */
final class Removal {

    private final IntegrationId integrationId;
    private final RunId runId;
    private final long settingsVersion;
    private final long fence;
    private final Ticker ticker;
    private final Predicate<Removal> renew;
    private final Duration length;
    private long endsAtNanos;

    /** @param asked by the ticker, before the lease was asked for */
    Removal(
            IntegrationId integrationId,
            RunId runId,
            long settingsVersion,
            long fence,
            long asked,
            Ticker ticker,
            Predicate<Removal> renew,
            Duration length) {
        this.length = length;
        this.settingsVersion = settingsVersion;
        this.integrationId = integrationId;
        this.runId = runId;
        this.fence = fence;
        this.ticker = ticker;
        this.renew = renew;
        this.endsAtNanos = asked + length.toNanos();
    }

    IntegrationId integrationId() {
        return integrationId;
    }

    RunId runId() {
        return runId;
    }

    long settingsVersion() {
        return settingsVersion;
    }

    long fence() {
        return fence;
    }

    /** @throws Lost when it ended and perhaps another replica has it */
    synchronized void outlasts(Duration call) {
        if (endsAtNanos - ticker.nanos() > call.toNanos()) {
            return;
        }
        var asked = ticker.nanos();
        if (endsAtNanos - asked <= 0 || !renew.test(this)) {
            throw new Lost();
        }
        endsAtNanos = asked + length.toNanos();
    }

    /** Nothing is recorded by who lost it. */
    static final class Lost extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Lost() {
            super("The lease of the removal ended before the work did.");
        }
    }
}
