package dev.rollcall.usersync.plan;

import java.util.List;

import dev.rollcall.model.LinkOrigin;
import dev.rollcall.model.MappedFields;
import dev.rollcall.model.MatchKind;
import dev.rollcall.zenqms.ZenQmsUser;

/** What a person needs in ZenQMS. */
public sealed interface UserPlan {

    /** A new user. */
    record Create(MappedFields fields) implements UserPlan {}

    /**
     * Change a user.
     *
     * @param changes the fields to write; never empty
     * @param before what they were
     * @param origin why the link exists; null when the link is not new
     * @param reason why, where the directory's own words don't say it; else null
     */
    record Change(
            Kind kind,
            ZenQmsUser current,
            MappedFields changes,
            MappedFields before,
            LinkOrigin origin,
            MatchKind match,
            SkipReason reason)
            implements UserPlan {}

    /** The chief thing a change does, in the order of weight. */
    enum Kind {
        DEACTIVATE,
        REACTIVATE,
        LINK,
        UPDATE
    }

    /**
     * ZenQMS is as it should be.
     *
     * @param origin why the link exists; null when the link is not new
     */
    record Nothing(ZenQmsUser current, LinkOrigin origin) implements UserPlan {}

    /**
     * Leave the person alone, and say why.
     *
     * @param detail what to do about it
     * @param others whom a dispute is with, by id
     * @param match null where it did not come to a match
     */
    record Skip(SkipReason reason, String detail, List<String> others, MatchKind match) implements UserPlan {
        public Skip {
            others = List.copyOf(others);
        }

        static Skip because(SkipReason reason, MatchKind match) {
            return new Skip(reason, reason.advice(), List.of(), match);
        }
    }
}
