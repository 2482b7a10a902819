package dev.rollcall.zenqms.budget;

import java.time.Duration;

/** What one integration may ask of its ZenQMS account. Whoever may ask holds a turn until the call has ended. */
public interface Budget {

    /** The answer to asking for a turn. */
    sealed interface Asked {}

    /**
     * A turn: one call may be made.
     *
     * @param place which of the places it takes
     * @param fence who holds the place
     */
    record Turn(int place, long fence) implements Asked {}

    /**
     * No turn yet.
     *
     * @param millis when it is worth asking again
     */
    record Wait(long millis) implements Asked {}

    /**
     * Asks for a turn, without waiting.
     *
     * @param longest how long the call can last; a place that is not given back by then is free again
     */
    Asked ask(Duration longest);

    /** Ends a turn. What ZenQMS asked for holds for everybody from here on. */
    void giveBack(Turn turn, Answer answer);
}
