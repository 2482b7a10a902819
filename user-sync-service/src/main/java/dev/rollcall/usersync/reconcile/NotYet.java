package dev.rollcall.usersync.reconcile;

import java.time.Duration;

/** Too early to decide: what a former call did, or what another person's work comes to, can't be told yet. */
final class NotYet extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private final transient Duration after;

    NotYet(Duration after, String why) {
        super(why);
        this.after = after;
    }

    Duration after() {
        return after;
    }
}
