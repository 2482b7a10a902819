package dev.rollcall.diagnosis;

import java.net.URI;
import java.util.Map;

/**
 * The notification address to be tested.
 *
 * @param notifications where changes are announced
 * @param lifecycle where the subscriptions' own events are announced
 * @param plainHttpAllowed whether http is accepted, for the sandbox
 * @param proof how the way from outside can be told
 */
public record DoorTarget(URI notifications, URI lifecycle, boolean plainHttpAllowed, Proof proof) {

    /** How the way from outside can be told. */
    public sealed interface Proof {

        /**
         * By the subscriptions we hold: the directory made each after a handshake.
         *
         * @param subscriptionIds by resource; empty when there are none yet
         */
        record Subscriptions(Map<String, String> subscriptionIds) implements Proof {
            public Subscriptions {
                subscriptionIds = Map.copyOf(subscriptionIds);
            }
        }

        /** By a subscription that is made for the test and ended at once. */
        record Trial() implements Proof {}

        /**
         * Not at all.
         *
         * @param why one sentence
         */
        record None(String why) implements Proof {}
    }

    /** The address holds the integration key. */
    @Override
    public String toString() {
        return "DoorTarget[" + notifications.getHost() + "]";
    }
}
