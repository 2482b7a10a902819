package dev.rollcall.usersync.reconcile;

/** What a simulated process lives in. */
interface Surroundings {

    Fate fate();

    Story story();

    /** While one process stands still, outside of any transaction, everything else goes on; false when one does already. */
    boolean standsStill(SimulatedProcess frozen);
}
