package dev.rollcall.zenqms.budget;

/**
 * What one replica saw of ZenQMS since it told last.
 *
 * @param answered calls that were answered
 * @param meanMillis how long those took on average; 0 when there were none
 * @param slowDown whether ZenQMS asked us to slow down
 * @param troubles calls that ended in a server's error, silence, or no connection
 * @param scarce whether a call had to wait because the pace was used up
 */
record Observed(int answered, double meanMillis, boolean slowDown, int troubles, boolean scarce) {

    /** One error among many answers is no outage. */
    boolean isOutage() {
        return troubles > answered;
    }
}
