package dev.rollcall.manager.run;

import java.time.Instant;
import java.util.Map;

import dev.rollcall.model.Mode;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A run as the API shows it.
 *
 * @param retries the run whose people this one tries again; null for other runs
 * @param walked people the walk has met so far, each once
 * @param walkClosed whether everybody who belongs to the run is known
 * @param total people that belong to the run; final once {@code walkClosed}. In Live: entries
 * @param done of these, those whose outcome is known
 * @param pending of these, those whose outcome is not known yet
 * @param counts those that are done, per outcome
 * @param reasons of these, those with a reason, per outcome and reason
 * @param progress while it runs; null otherwise
 * @param problem what is wrong and what to do, or what the run waits for; null when nothing is
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Run(
        String id,
        String integrationId,
        RunState state,
        RunPhase phase,
        String cause,
        Mode mode,
        String retries,
        Instant started,
        Instant ended,
        long walked,
        boolean walkClosed,
        long total,
        long done,
        long pending,
        Map<String, Long> counts,
        Map<String, Map<String, Long>> reasons,
        Progress progress,
        String problem) {}
