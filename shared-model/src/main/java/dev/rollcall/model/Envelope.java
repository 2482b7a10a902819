package dev.rollcall.model;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What every message carries beside its own content.
 *
 * @param integrationId never null
 * @param cause why the message exists; never null
 * @param runId the run that counts what becomes of it; null for live work
 * @param requestId the administrator's request behind it; null without one
 * @param mode whether work that follows may write
 * @param settingsVersion the version of the integration's settings known to the sender; 0 when unknown
 * @param traceparent the W3C trace context of what began it; null without one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Envelope(
        IntegrationId integrationId,
        Cause cause,
        RunId runId,
        RequestId requestId,
        Mode mode,
        long settingsVersion,
        String traceparent) {

    public Envelope {
        Required.value(integrationId, "integrationId");
        cause = cause == null ? Cause.UNKNOWN : cause;
        mode = mode == null ? Mode.UNKNOWN : mode;
    }

    /** Live work: no run, no request. */
    public static Envelope live(IntegrationId integrationId, Cause cause, long settingsVersion, String traceparent) {
        return new Envelope(integrationId, cause, null, null, Mode.APPLY, settingsVersion, traceparent);
    }

    /** Work of a run. */
    public static Envelope run(IntegrationId integrationId, Cause cause, RunId runId, Mode mode, long settingsVersion) {
        return new Envelope(integrationId, cause, runId, null, mode, settingsVersion, null);
    }
}
