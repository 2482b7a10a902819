package dev.rollcall.usersync.work;

import java.time.Instant;

import dev.rollcall.model.Cause;
import dev.rollcall.model.DirectoryPerson;
import dev.rollcall.model.Envelope;
import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.Mode;
import dev.rollcall.model.RequestId;
import dev.rollcall.model.RunId;
import dev.rollcall.model.SubjectId;
import dev.rollcall.usersync.plan.Ruling;

/**
 * A leased row.
 *
 * @param generation grows with each notice; one that moved during the work means: look again
 * @param snapshot null where the directory is to be asked
 * @param extraLooks how often this repeats a look, because a replica may lag or a new account be unfinished
 * @param heldSince when the brake held it; null when it doesn't
 * @param ruling what an administrator said of it while it was held; null for nothing
 * @param told whether the look only repeats one whose outcome was told
 * @param goneOnce whether the look confirms that the directory no longer shows the person
 * @param firstNoticeAt when the ingress received the oldest notice that the look answers; null where none is behind it
 * @param lastNoticeAt the same of the newest
 */
public record WorkRow(
        IntegrationId integrationId,
        SubjectId subjectId,
        Lane lane,
        long generation,
        Cause cause,
        Mode mode,
        RunId runId,
        RequestId requestId,
        String traceparent,
        DirectoryPerson snapshot,
        Instant snapshotReadAt,
        int extraLooks,
        int attempts,
        Instant firstFailedAt,
        Instant heldSince,
        Ruling ruling,
        boolean told,
        boolean goneOnce,
        Instant firstNoticeAt,
        Instant lastNoticeAt) {

    public Envelope envelope(long settingsVersion) {
        return new Envelope(integrationId, cause, runId, requestId, mode, settingsVersion, traceparent);
    }
}
