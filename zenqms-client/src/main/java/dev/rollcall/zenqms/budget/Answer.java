package dev.rollcall.zenqms.budget;

import java.time.Duration;

/** What a call that had a turn came to, as far as the budget is concerned. */
public sealed interface Answer {

    /** How long ZenQMS wants nobody to ask; zero when it didn't say so. */
    default Duration quiet() {
        return Duration.ZERO;
    }

    /**
     * ZenQMS answered, whatever it said.
     *
     * @param took how long the call took
     */
    record Answered(Duration took) implements Answer {}

    /**
     * ZenQMS asked us to slow down.
     *
     * @param quiet how long nobody is to ask; zero when it didn't say
     */
    record SlowDown(Duration quiet) implements Answer {}

    /**
     * A server's error, silence, or no connection.
     *
     * @param quiet how long nobody is to ask; zero when it didn't say
     */
    record Trouble(Duration quiet) implements Answer {}

    /** The turn was given back without a call. */
    record NotSent() implements Answer {}
}
