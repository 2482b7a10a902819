package dev.rollcall.usersync.work;

import java.time.Instant;

import dev.rollcall.model.Cause;
import dev.rollcall.model.DirectoryPerson;
import dev.rollcall.model.Envelope;
import dev.rollcall.model.Mode;
import dev.rollcall.model.SubjectId;
import dev.rollcall.usersync.plan.Ruling;

/**
 * Somebody to be looked at, as it arrived.
 *
 * @param snapshot the person as a walk read them; null for a notice
 * @param readAt when the snapshot was read; null for a notice
 * @param ruling what an administrator said of a held deactivation; null for nothing
 * @param ruledAt when that was said; null where nothing was
 * @param noticedAt when the ingress received the notice; null where the directory announced nothing
 */
public record WorkItem(
        Envelope envelope,
        SubjectId subjectId,
        DirectoryPerson snapshot,
        Instant readAt,
        Instant noticedAt,
        Ruling ruling,
        Instant ruledAt) {

    /** The directory announced a change. */
    public static WorkItem notice(Envelope envelope, SubjectId subjectId, Instant noticedAt) {
        return new WorkItem(envelope, subjectId, null, null, noticedAt, null, null);
    }

    /** Look at somebody again, for a reason of our own. */
    public static WorkItem look(Envelope envelope, SubjectId subjectId) {
        return new WorkItem(envelope, subjectId, null, null, null, null, null);
    }

    /** Look at somebody again, with what an administrator said of what is held; only a look where nothing is. */
    public static WorkItem ruling(Envelope envelope, SubjectId subjectId, Ruling ruling, Instant at) {
        return new WorkItem(envelope, subjectId, null, null, null, ruling, at);
    }

    public static WorkItem snapshot(Envelope envelope, DirectoryPerson person, Instant readAt) {
        return new WorkItem(envelope, person.subjectId(), person, readAt, null, null, null);
    }

    Lane lane() {
        return envelope.mode() == Mode.PLAN ? Lane.PLAN : Lane.APPLY;
    }

    /** Leavers before live changes before bulk. A notice doesn't say who leaves; a snapshot does. */
    Priority priority() {
        if (snapshot != null && Boolean.FALSE.equals(snapshot.enabled())) {
            return Priority.LEAVER;
        }
        if (ruling == Ruling.RELEASED) {
            return Priority.LEAVER;
        }
        return envelope.runId() == null && envelope.cause() != Cause.SWEEP ? Priority.LIVE : Priority.BULK;
    }
}
