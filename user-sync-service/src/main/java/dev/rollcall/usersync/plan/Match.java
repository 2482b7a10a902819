package dev.rollcall.usersync.plan;

import java.util.List;

import dev.rollcall.model.LinkOrigin;
import dev.rollcall.model.MatchKind;
import dev.rollcall.zenqms.ZenQmsUser;

/** Which ZenQMS user belongs to a person. */
public sealed interface Match {

    /**
     * The person's external id stands on this user, or our ledger says so.
     *
     * @param origin why the link exists; {@link LinkOrigin#BY_EXTERNAL_ID} where the user carried it before we came
     */
    record Linked(ZenQmsUser user, LinkOrigin origin) implements Match {}

    /** A user linked to nobody has the person's mail. */
    record ByEmail(ZenQmsUser user) implements Match {}

    /** No user. */
    record None() implements Match {}

    /**
     * Somebody else has a claim: nobody is overwritten and nothing is guessed.
     *
     * @param others the other subjects or ZenQMS users, by id
     */
    record Disputed(SkipReason reason, List<String> others) implements Match {
        public Disputed {
            others = List.copyOf(others);
        }
    }

    default MatchKind kind() {
        return switch (this) {
            case Linked ignored -> MatchKind.LINKED;
            case ByEmail ignored -> MatchKind.BY_EMAIL;
            case None ignored -> MatchKind.NONE;
            case Disputed ignored -> MatchKind.DISPUTED;
        };
    }
}
