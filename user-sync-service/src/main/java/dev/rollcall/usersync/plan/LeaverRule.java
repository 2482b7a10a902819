package dev.rollcall.usersync.plan;

/** Whether a leaver may be deactivated now. Pure. */
public final class LeaverRule {

    private LeaverRule() {}

    /** What becomes of a deactivation. */
    public enum Decision {
        /** An administrator released it: it is done, and takes no place of the brake's. */
        NOW,
        /** The brake says. */
        ASK_THE_BRAKE,
        /** The brake said so before, and it stays so until somebody rules. */
        HELD,
        /** An administrator rejected it. */
        REJECTED
    }

    /**
     * @param held whether the brake holds it already
     * @param ruling what an administrator said of it; null for nothing
     * @param departure what the directory says now; null where it doesn't say that they left
     * @param rejected what it said when an earlier deactivation was rejected; null for none
     */
    public static Decision decide(boolean held, Ruling ruling, Departure departure, Departure rejected) {
        if (ruling != null) {
            return switch (ruling) {
                case RELEASED -> Decision.NOW;
                case REJECTED -> Decision.REJECTED;
            };
        }
        if (rejected != null && rejected == departure) {
            return Decision.REJECTED;
        }
        return held ? Decision.HELD : Decision.ASK_THE_BRAKE;
    }
}
