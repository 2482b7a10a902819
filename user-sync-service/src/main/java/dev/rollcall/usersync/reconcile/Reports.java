package dev.rollcall.usersync.reconcile;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.rollcall.model.Envelope;
import dev.rollcall.model.Link;
import dev.rollcall.model.Message;
import dev.rollcall.model.OutcomeKind;
import dev.rollcall.model.SyncOutcome;
import dev.rollcall.usersync.ledger.LedgerEntry;
import dev.rollcall.usersync.plan.Departure;
import dev.rollcall.usersync.plan.PersonState;
import dev.rollcall.usersync.plan.SkipReason;
import dev.rollcall.usersync.work.WorkRow;

/** What is kept and told of an effect; pure. */
final class Reports {

    private Reports() {}

    /** What is known of the person from now on. */
    static LedgerEntry entry(Assignment work, Effect effect) {
        return new LedgerEntry(
                work.subject(),
                work.look().known().sequence() + 1,
                work.look().readAt(),
                effect.link(),
                effect.written(),
                inDirectory(work, effect),
                disputedMail(work, effect),
                rejected(work, effect));
    }

    /** Who is told: readers of outcomes, and of links where there is news. */
    static List<Message> messages(Assignment work, Effect effect, long sequence, Instant at) {
        var row = work.look().row();
        var messages = new ArrayList<Message>();
        if (isWorthTelling(row, effect)) {
            messages.add(new SyncOutcome(
                    envelope(work), row.subjectId(), sequence, effect.outcome(), at, row.lastNoticeAt()));
        }
        if (effect.link() != null && !effect.link().equals(work.look().known().linked())) {
            messages.add(link(work, effect.link(), sequence, at));
        }
        return messages;
    }

    private static Link link(Assignment work, LedgerEntry.Linked link, long sequence, Instant at) {
        return new Link(
                envelope(work),
                work.subject(),
                link.user(),
                link.active(),
                link.setByUs(),
                link.origin(),
                sequence,
                at);
    }

    private static boolean inDirectory(Assignment work, Effect effect) {
        return learntNothing(work, effect)
                ? work.look().known().inDirectory()
                : work.look().state() instanceof PersonState.Present;
    }

    /** Who failed without being seen: the directory may have refused to say, which is not that they are gone. */
    private static boolean learntNothing(Assignment work, Effect effect) {
        return effect.outcome().kind() == OutcomeKind.FAILED && work.look().state() instanceof PersonState.Deleted;
    }

    /** Kept while the directory says the same of them. */
    private static Departure rejected(Assignment work, Effect effect) {
        if (learntNothing(work, effect)) {
            return work.look().known().rejected();
        }
        var now = work.departure().orElse(null);
        var before = work.look().known().rejected();
        return effect.skip() == SkipReason.REJECTED_BY_ADMINISTRATOR || now == before ? now : null;
    }

    private static String disputedMail(Assignment work, Effect effect) {
        return effect.skip() != null && effect.skip().waitsForMail() && work.mail() != null
                ? work.mail().strip().toLowerCase(Locale.ROOT)
                : null;
    }

    /** A second look that is still unchanged is no news, except to a run that counts it. */
    private static boolean isWorthTelling(WorkRow row, Effect effect) {
        return switch (effect.outcome().kind()) {
            case UNCHANGED -> !row.told() || row.runId() != null;
            // Also somebody who is held still: they are only looked at because somebody asked, and waits for an answer.
            case HELD, CREATED, UPDATED, LINKED, UNLINKED, DEACTIVATED, REACTIVATED, SKIPPED, FAILED, UNKNOWN -> true;
        };
    }

    static Envelope envelope(Assignment work) {
        return work.look().row().envelope(work.integration().settingsVersion());
    }
}
