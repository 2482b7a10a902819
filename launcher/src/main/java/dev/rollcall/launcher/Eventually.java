package dev.rollcall.launcher;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what takes its time in other processes. */
final class Eventually {

    private static final int LOOK_EVERY_MILLIS = 100;

    private Eventually() {}

    /** Returns as soon as it holds; false if it still does not when the time is over. */
    static boolean holds(Duration within, BooleanSupplier condition) {
        var deadline = System.nanoTime() + within.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return condition.getAsBoolean();
            }
            DemoIntegration.pause(LOOK_EVERY_MILLIS);
        }
        return true;
    }
}
