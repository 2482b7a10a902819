package dev.rollcall.usersync.reconcile;

import dev.rollcall.model.LinkOrigin;
import dev.rollcall.model.MappedFields;
import dev.rollcall.model.MatchKind;
import dev.rollcall.model.Outcome;
import dev.rollcall.usersync.ledger.LedgerEntry;
import dev.rollcall.usersync.plan.Match;
import dev.rollcall.usersync.plan.SkipReason;
import dev.rollcall.usersync.plan.UserPlan;
import dev.rollcall.usersync.plan.UserPlanner;
import dev.rollcall.zenqms.ZenQmsUser;

/**
 * What reconciling one person came to, to be recorded in one transaction.
 *
 * @param link the person's link from now on; null for none
 * @param written the mapped fields ZenQMS now has; null where some were left out, or not compared
 * @param user the ZenQMS user as it now is; null where it was not touched
 * @param freedMail a mail that the user no longer has; null for none
 * @param skip why the person was left alone, wholly or in their mail; null for no such reason
 */
record Effect(
        Outcome outcome,
        LedgerEntry.Linked link,
        MappedFields written,
        ZenQmsUser user,
        String freedMail,
        SkipReason skip) {

    static Effect created(ZenQmsUser user, MappedFields fields) {
        var link = new LedgerEntry.Linked(user.id(), LinkOrigin.CREATED, true, user.active());
        return new Effect(Outcomes.created(user.id(), fields), link, fields, user, null, null);
    }

    static Effect unchanged(Assignment work, ZenQmsUser user, LinkOrigin origin) {
        return of(work, Outcomes.unchanged(user.id()), user, origin, false, null, null);
    }

    /** By a former attempt that ended without a record. */
    static Effect adopted(Assignment work, ZenQmsUser user, LinkOrigin origin) {
        var outcome =
                origin == LinkOrigin.CREATED ? Outcomes.created(user.id(), user.fields()) : Outcomes.linked(user.id());
        return of(work, outcome, user, origin, true, null, null);
    }

    static Effect changed(Assignment work, UserPlan.Change plan, Outcome outcome, SkipReason mailLeftOut) {
        var before = plan.current();
        var changes = plan.changes();
        var after = new ZenQmsUser(
                before.id(),
                or(changes.externalId(), before.externalId()),
                or(changes.email(), before.email()),
                or(changes.firstName(), before.firstName()),
                or(changes.lastName(), before.lastName()),
                or(changes.title(), before.title()),
                or(changes.active(), before.active()));
        var freed = changes.email() == null ? null : before.email();
        return of(work, outcome, after, plan.origin(), changes.externalId() != null, freed, mailLeftOut);
    }

    /** Nothing was written: what is known stays. */
    static Effect nothing(Assignment work, Outcome outcome, SkipReason skip) {
        var known = work.look().known();
        return new Effect(outcome, known.linked(), null, null, null, skip);
    }

    static Effect skipped(Assignment work, UserPlan.Skip skip) {
        return nothing(work, Outcomes.skipped(skip), skip.reason());
    }

    /** The same for somebody who matched: a link that we did not know of is recorded, whatever else is left alone. */
    static Effect skipped(Assignment work, Match match, UserPlan.Skip skip) {
        return match instanceof Match.Linked(var user, var origin)
                ? leftAlone(work, user, origin, Outcomes.skipped(skip), skip.reason())
                : skipped(work, skip);
    }

    /** A change that was not made, though the link it was for may be news. */
    static Effect leftAlone(Assignment work, UserPlan.Change plan, Outcome outcome, SkipReason skip) {
        return plan.match() == MatchKind.LINKED
                ? leftAlone(work, plan.current(), plan.origin(), outcome, skip)
                : nothing(work, outcome, skip);
    }

    private static Effect leftAlone(
            Assignment work, ZenQmsUser user, LinkOrigin origin, Outcome outcome, SkipReason skip) {
        return new Effect(outcome, link(work, user, origin, false), null, null, null, skip);
    }

    static Effect failed(Assignment work, String reason, String detail) {
        return nothing(work, Outcomes.failed(reason, detail), null);
    }

    private static Effect of(
            Assignment work,
            Outcome outcome,
            ZenQmsUser user,
            LinkOrigin origin,
            boolean wroteExternalId,
            String freedMail,
            SkipReason skip) {
        return new Effect(
                outcome,
                link(work, user, origin, wroteExternalId),
                // Linking alone compares no fields: the first live change does.
                work.policy().linkOnly()
                        ? null
                        : UserPlanner.written(work.look().state(), user).orElse(null),
                user,
                freedMail,
                skip);
    }

    /** A link we know stays what it was; a new one is by its origin. */
    private static LedgerEntry.Linked link(
            Assignment work, ZenQmsUser user, LinkOrigin origin, boolean wroteExternalId) {
        var known = work.look().known().linked();
        if (known != null && known.user().equals(user.id())) {
            return new LedgerEntry.Linked(user.id(), known.origin(), known.setByUs() || wroteExternalId, user.active());
        }
        return new LedgerEntry.Linked(
                user.id(), origin, wroteExternalId || origin != LinkOrigin.BY_EXTERNAL_ID, user.active());
    }

    private static <T> T or(T changed, T before) {
        return changed == null ? before : changed;
    }
}
