package dev.rollcall.usersync.reconcile;

import java.util.concurrent.ExecutorService;

/** How the people of one lease are worked on. */
@FunctionalInterface
public interface SideBySide {

    /** For one lease; closed when all of its people are done. */
    ExecutorService open();
}
