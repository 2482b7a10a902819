package dev.rollcall.manager.initialsync;

import java.time.Duration;

import dev.rollcall.manager.run.RunPhase;

/** What a run's step came to. */
sealed interface Step {

    /** Done; go on with this phase. */
    record Go(RunPhase next) implements Step {}

    /** What follows is on record already: another page, say, or the end of the run's own steps. */
    record OnRecord(boolean last) implements Step {}

    /**
     * Not now.
     *
     * @param reason one sentence, shown while the run waits
     */
    record Wait(Duration how, String reason) implements Step {}

    /**
     * The directory forgot where the walk was: begin it again.
     *
     * @param after how long to wait first
     * @param reason one sentence, shown while the run waits
     */
    record WalkAgain(Duration after, String reason) implements Step {}

    /**
     * It can't go on.
     *
     * @param sentence what is wrong and what to do
     */
    record Stop(String sentence) implements Step {}
}
