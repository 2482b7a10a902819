package dev.rollcall.manager.run;

import java.time.Instant;
import java.util.Map;

import dev.rollcall.model.Mode;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A run as the API shows it.
 *
 * @param walked people the walk has met so far, each once
 * @param total people that belong to the run; final once {@code walkClosed}
 * @param done of these, the people whose outcome is known
 * @param counts people per outcome
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
        Instant started,
        Instant ended,
        long walked,
        boolean walkClosed,
        long total,
        long done,
        Map<String, Long> counts,
        String problem) {}
