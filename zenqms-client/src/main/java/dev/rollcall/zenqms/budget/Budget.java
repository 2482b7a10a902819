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
     * @param keptUntilNanos by this machine's monotonic clock, until when the place may be passed on
     */
    record Turn(int place, long fence, long keptUntilNanos) implements Asked {}

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

    /**
     * Ends a turn and begins another, for a call that waits already: what would be given back and asked for is kept.
     *
     * @return a wait when there is no other turn; the former one is given back then
     */
    default Asked passOn(Turn turn, Answer answer, Duration longest) {
        giveBack(turn, answer);
        return ask(longest);
    }

    /** How long nobody is to ask, as far as any replica was told; looked up at least every few milliseconds. */
    default Duration quiet() {
        return Duration.ZERO;
    }
}
