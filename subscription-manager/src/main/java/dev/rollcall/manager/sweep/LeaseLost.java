package dev.rollcall.manager.sweep;

/** Somebody else sweeps now, or the integration was paused: leave it to them. */
final class LeaseLost extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LeaseLost() {
        super("The lease was lost", null, false, false);
    }
}
