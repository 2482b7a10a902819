package dev.rollcall.usersync.work;

import java.time.Instant;

import dev.rollcall.model.Cause;
import dev.rollcall.model.DirectoryPerson;
import dev.rollcall.model.Envelope;
import dev.rollcall.model.Mode;
import dev.rollcall.model.SubjectId;

/**
 * Somebody to be looked at, as it arrived.
 *
 * @param snapshot the person as a walk read them; null for a notice
 * @param readAt when the snapshot was read; null for a notice
 * @param noticedAt when the ingress received the notice; null where the directory announced nothing
 */
public record WorkItem(
        Envelope envelope, SubjectId subjectId, DirectoryPerson snapshot, Instant readAt, Instant noticedAt) {

    /** The directory announced a change. */
    public static WorkItem notice(Envelope envelope, SubjectId subjectId, Instant noticedAt) {
        return new WorkItem(envelope, subjectId, null, null, noticedAt);
    }

    /** Look at somebody again, for a reason of our own. */
    public static WorkItem look(Envelope envelope, SubjectId subjectId) {
        return new WorkItem(envelope, subjectId, null, null, null);
    }

    public static WorkItem snapshot(Envelope envelope, DirectoryPerson person, Instant readAt) {
        return new WorkItem(envelope, person.subjectId(), person, readAt, null);
    }

    Lane lane() {
        return envelope.mode() == Mode.PLAN ? Lane.PLAN : Lane.APPLY;
    }

    /** Leavers before live changes before bulk. A notice doesn't say who leaves; a snapshot does. */
    Priority priority() {
        if (snapshot != null && Boolean.FALSE.equals(snapshot.enabled())) {
            return Priority.LEAVER;
        }
        return envelope.runId() == null && envelope.cause() != Cause.SWEEP ? Priority.LIVE : Priority.BULK;
    }
}
