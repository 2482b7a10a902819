package dev.rollcall.manager.initialsync;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Decides whether absence from a walk may mean anything; pure. A page chain that closed without an error can still have shown
 * half a company: directories did answer so, with status 200.
 */
final class WalkPlanner {

    /** Companies shrink, but not by more than this between two walks without anybody having said so. */
    private static final int PLAUSIBLE_PERCENT = 80;

    /** Two walks that met about as many, this much apart, are no accident. */
    private static final Duration APART = Duration.ofMinutes(15);

    private static final int ALIKE_PERCENT = 5;

    private static final String NOBODY =
            "The directory showed nobody at all, so nobody counts as gone. Test the connection: the tenant or the app"
                    + " registration's permissions may be wrong.";

    /** Who stood on a page before it began again, and left before it came by again, was met and is gone. */
    static final String BEGAN_AGAIN =
            "The directory lost its place in the list of people, and it was read from the start again, so nobody counts as gone"
                    + " for not being on it. Everybody is read once more in a quarter of an hour.";

    private WalkPlanner() {}

    /** @param before whether a walk was doubted before this one */
    static Duration again(boolean before) {
        return before ? Duration.ofHours(6) : APART;
    }

    /**
     * A walk that closed before.
     *
     * @param people whom it met, each once
     */
    record Earlier(long people, Instant at) {}

    /**
     * Why a walk of this size is not believed where it says nothing of somebody; empty where it is.
     *
     * @param people whom it met, each once
     * @param complete the last one that was believed; null where there was none
     * @param doubted the last one since then that was not; null where there was none
     * @return one sentence for the administrator
     */
    static Optional<String> doubt(long people, Earlier complete, Earlier doubted, Instant now) {
        if (complete == null) {
            return people > 0 ? Optional.empty() : Optional.of(NOBODY);
        }
        if (people * 100 >= complete.people() * PLAUSIBLE_PERCENT) {
            return Optional.empty();
        }
        if (people > 0 && doubted != null && isConfirmed(people, doubted, now)) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "The directory showed %,d people where the last complete walk met %,d, so nobody counts as gone for not"
                        + " being among them. Everybody is read again in a quarter of an hour, or whenever you begin a"
                        + " run: what it shows a second time is believed.",
                people,
                complete.people()));
    }

    private static boolean isConfirmed(long people, Earlier doubted, Instant now) {
        return !now.isBefore(doubted.at().plus(APART))
                && Math.abs(people - doubted.people()) * 100 <= doubted.people() * ALIKE_PERCENT;
    }
}
