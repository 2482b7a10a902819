package dev.rollcall.usersync.reconcile;

/** A process ends here, as with kill -9. */
final class Crash extends Error {

    private static final long serialVersionUID = 1L;

    Crash() {
        super("killed", null, false, false);
    }
}
