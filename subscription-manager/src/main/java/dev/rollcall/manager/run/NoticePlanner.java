package dev.rollcall.manager.run;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

import dev.rollcall.manager.run.LiveWriter.About;
import dev.rollcall.manager.run.LiveWriter.Arrived;
import dev.rollcall.model.Cause;
import dev.rollcall.model.Envelope;
import dev.rollcall.model.IntegrationState;

/** Decides what Live says of something that arrived; pure. */
final class NoticePlanner {

    /** Stands for entries that nothing will come of. */
    static final String NONE = "NONE";

    private static final String GROUP = "Roles are not synchronised yet: nothing follows from a change of a group.";
    private static final String LIFECYCLE =
            "The subscription is renewed, or made again if it is gone, and the change feed is"
                    + " read for what may have been missed.";
    static final String REMOVED_REASON = "integration-removed";

    static final String REMOVED = "The integration was removed: nothing is synchronised any more.";

    /** A vendor's word is a word. */
    private static final int LONGEST_WORD = 100;

    private NoticePlanner() {}

    /**
     * @param source the event's id
     * @param state the integration's
     * @param now where the notice doesn't say when it was received
     * @return empty for what is no part of Live
     */
    static Optional<Arrived> entry(int i, Notice notice, String source, IntegrationState state, Instant now) {
        var removed = state == IntegrationState.REMOVING || state == IntegrationState.REMOVED;
        return Optional.ofNullable(
                switch (notice) {
                    // People whom a walk met as deleted travel as notices, too: they are entries of their run.
                    case Notice.Person(var n) when n.envelope().runId() != null -> null;
                    // Of those that only a sweep found the sweep made an entry itself; the others have their
                    // notification's.
                    case Notice.Person(var n) when n.envelope().cause() == Cause.SWEEP -> null;
                    case Notice.Person(var n) ->
                        new Arrival(i, n.envelope(), source, n.noticedAt(), now)
                                .entry(
                                        About.PERSON,
                                        n.subjectId().value(),
                                        n.changeType(),
                                        removed ? REMOVED_REASON : null,
                                        removed ? REMOVED : null);
                    case Notice.Group(var n) ->
                        new Arrival(i, n.envelope(), source, n.noticedAt(), now)
                                .entry(
                                        About.GROUP,
                                        n.groupId().value(),
                                        n.changeType(),
                                        "roles-not-synchronised",
                                        GROUP);
                    case Notice.Lifecycle(var n) ->
                        new Arrival(i, n.envelope(), source, n.noticedAt(), now)
                                .entry(
                                        About.SUBSCRIPTION,
                                        n.subscriptionId(),
                                        n.lifecycleEvent(),
                                        "lifecycle-noted",
                                        LIFECYCLE);
                    case Notice.Unusable(var letter) ->
                        new Arrival(i, letter.envelope(), source, letter.receivedAt(), now)
                                .entry(About.ITEM, null, null, "unreadable", unreadable(letter.reason()));
                    case Notice.Door ignored -> null;
                    case Notice.Unknown ignored -> null;
                    case Notice.Unreadable ignored -> null;
                });
    }

    /** The item itself may hold anything, and stays among the dead letters. */
    private static String unreadable(String reason) {
        return reason + " The item is kept among the ingress's dead letters for 30 days.";
    }

    private record Arrival(int i, Envelope envelope, String source, Instant received, Instant now) {

        /** @param reason why nothing will come of it; null where an outcome is to come */
        Arrived entry(About about, String subject, String change, String reason, String detail) {
            return new Arrived(
                    i,
                    envelope.integrationId().value(),
                    source,
                    (received == null ? now : received).truncatedTo(ChronoUnit.MICROS),
                    about,
                    subject,
                    change == null || change.length() <= LONGEST_WORD ? change : change.substring(0, LONGEST_WORD),
                    envelope.cause().name(),
                    null,
                    reason == null ? null : NONE,
                    reason,
                    detail);
        }
    }
}
