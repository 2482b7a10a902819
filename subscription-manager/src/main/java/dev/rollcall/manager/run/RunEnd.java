package dev.rollcall.manager.run;

import java.util.Map;

import dev.rollcall.model.OutcomeKind;

/** Decides how a run ended; pure. */
final class RunEnd {

    private RunEnd() {}

    /**
     * One bad person fails no run: it fails only if nobody at all came through.
     *
     * @param counts people per outcome, everybody once
     */
    static RunState of(Map<OutcomeKind, Long> counts) {
        long failed = counts.getOrDefault(OutcomeKind.FAILED, 0L);
        long left = failed
                + counts.getOrDefault(OutcomeKind.SKIPPED, 0L)
                + counts.getOrDefault(OutcomeKind.HELD, 0L)
                + counts.getOrDefault(OutcomeKind.UNKNOWN, 0L);
        long all = counts.values().stream().mapToLong(Long::longValue).sum();
        if (failed > 0 && failed == all) {
            return RunState.FAILED;
        }
        return left == 0 ? RunState.SUCCEEDED : RunState.SUCCEEDED_WITH_SKIPS;
    }
}
