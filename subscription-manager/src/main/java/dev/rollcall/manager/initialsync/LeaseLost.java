package dev.rollcall.manager.initialsync;

/** Somebody else has the run now: leave it to them. */
final class LeaseLost extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LeaseLost() {
        super("The lease was lost", null, false, false);
    }
}
