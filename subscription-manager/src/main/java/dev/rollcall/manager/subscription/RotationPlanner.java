package dev.rollcall.manager.subscription;

import java.time.Duration;
import java.time.Instant;

/**
 * Decides how one client state replaces another without a notification being refused; pure. A client state can't be changed
 * at the directory, only made again with the subscription, and Graph tries a notification with the old one for four hours.
 *
 * @see <a href="https://learn.microsoft.com/graph/change-notifications-delivery-webhooks">delivery</a>
 */
final class RotationPlanner {

    /** Settings reach every ingress in a moment; one that does not follow for this long is not ready any more. */
    private static final Duration HEARD = Duration.ofMinutes(1);

    private static final Duration TRIED_AGAIN = Duration.ofHours(4);
    private static final Duration MARGIN = Duration.ofMinutes(30);

    private RotationPlanner() {}

    /** How far it is. */
    enum Phase {
        /** The ingress is told to accept both; subscriptions still have the old one. */
        ANNOUNCED("The new client state is announced to the ingress; then the subscriptions are made again with it."),
        /** New subscriptions have the new one; those with the old one are replaced. */
        REPLACING("The subscriptions are being made again with the new client state."),
        /** All have the new one; the old one is still accepted. */
        RETIRING("All subscriptions have the new client state; the old one is accepted for what is still on its way.");

        private final String sentence;

        Phase(String sentence) {
            this.sentence = sentence;
        }

        String sentence() {
            return sentence;
        }
    }

    /** What is next. */
    enum Step {
        WAIT,
        /** The new one becomes the integration's own. */
        SWITCH,
        /** The old one is accepted a while longer. */
        RETIRE,
        /** The old one is accepted no more. */
        FINISH
    }

    /**
     * @param published whether the settings that announce both have left
     * @param replaced whether no subscription has the old one
     */
    static Step next(Phase phase, Instant dueAt, Instant now, boolean published, boolean replaced) {
        return switch (phase) {
            case ANNOUNCED -> published && !now.isBefore(dueAt) ? Step.SWITCH : Step.WAIT;
            case REPLACING -> replaced ? Step.RETIRE : Step.WAIT;
            case RETIRING -> now.isBefore(dueAt) ? Step.WAIT : Step.FINISH;
        };
    }

    /** When the ingress must have heard what is announced now. */
    static Instant heardAt(Instant now) {
        return now.plus(HEARD);
    }

    /** When nothing comes any more that was first sent now. */
    static Instant retiredAt(Instant now) {
        return now.plus(TRIED_AGAIN).plus(MARGIN);
    }
}
