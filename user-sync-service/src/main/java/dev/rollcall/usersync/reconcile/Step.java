package dev.rollcall.usersync.reconcile;

import dev.rollcall.usersync.plan.Match;

/** What acting on a plan came to: an effect, or a better knowledge of who matches, from which to plan again. */
sealed interface Step {

    record Done(Effect effect) implements Step {}

    /** Plan again with this match, seen with this work's finder. */
    record Again(Assignment work, Match match) implements Step {}
}
