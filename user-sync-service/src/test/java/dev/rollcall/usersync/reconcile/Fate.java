package dev.rollcall.usersync.reconcile;

import java.util.Random;

/** Decides, by the sequence's seed alone, what goes wrong at which step. */
final class Fate {

    /** What becomes of a call. */
    enum OfCall {
        ANSWERED,
        UNSENT,
        UNANSWERED,
        LATE,
        TROUBLE,
        THROTTLED
    }

    private final Random random;
    private Weather weather;

    Fate(Random random, Weather weather) {
        this.random = random;
        this.weather = weather;
    }

    void becomes(Weather next) {
        weather = next;
    }

    boolean crashes() {
        return happens(weather.crash());
    }

    boolean freezes() {
        return happens(weather.freeze());
    }

    boolean losesTheDatabase() {
        return happens(weather.database());
    }

    OfCall ofCall() {
        if (weather.equals(Weather.FAIR)) {
            return OfCall.ANSWERED;
        }
        var dice = random.nextInt(1000);
        var limit = weather.unsent();
        if (dice < limit) {
            return OfCall.UNSENT;
        }
        limit += weather.unanswered();
        if (dice < limit) {
            return OfCall.UNANSWERED;
        }
        limit += weather.late();
        if (dice < limit) {
            return OfCall.LATE;
        }
        limit += weather.trouble();
        if (dice < limit) {
            return OfCall.TROUBLE;
        }
        return dice < limit + weather.throttle() ? OfCall.THROTTLED : OfCall.ANSWERED;
    }

    private boolean happens(int inAThousand) {
        return inAThousand > 0 && random.nextInt(1000) < inAThousand;
    }
}
