package dev.rollcall.sandbox;

import java.time.Duration;

/**
 * What goes wrong between a tenant's changes and the subscriber.
 *
 * @param copies how often each notification is sent, 1 = as it should be
 * @param shuffle whether notifications that come within the window overtake each other
 * @param window how long notifications are gathered, for shuffling and for several items in one POST
 * @param delay added before the first delivery
 * @param lose the share that is never sent, 0.0 to 1.0
 * @param itemsPerPost how many items one POST may hold
 */
public record DeliveryFaults(
        int copies, boolean shuffle, Duration window, Duration delay, double lose, int itemsPerPost) {

    public DeliveryFaults {
        if (copies < 1 || itemsPerPost < 1 || lose < 0 || lose > 1 || delay.isNegative() || window.isNegative()) {
            throw new IllegalArgumentException("copies and itemsPerPost from 1, lose from 0 to 1, no negative times");
        }
    }

    /** Each notification once, at once, in order, alone. */
    public static DeliveryFaults none() {
        return new DeliveryFaults(1, false, Duration.ofMillis(250), Duration.ZERO, 0.0, 1);
    }

    public DeliveryFaults withCopies(int value) {
        return new DeliveryFaults(value, shuffle, window, delay, lose, itemsPerPost);
    }

    public DeliveryFaults withShuffle(boolean value) {
        return new DeliveryFaults(copies, value, window, delay, lose, itemsPerPost);
    }

    public DeliveryFaults withWindow(Duration value) {
        return new DeliveryFaults(copies, shuffle, value, delay, lose, itemsPerPost);
    }

    public DeliveryFaults withDelay(Duration value) {
        return new DeliveryFaults(copies, shuffle, window, value, lose, itemsPerPost);
    }

    public DeliveryFaults withLose(double value) {
        return new DeliveryFaults(copies, shuffle, window, delay, value, itemsPerPost);
    }

    public DeliveryFaults withItemsPerPost(int value) {
        return new DeliveryFaults(copies, shuffle, window, delay, lose, value);
    }

    boolean gathers() {
        return shuffle || itemsPerPost > 1;
    }
}
