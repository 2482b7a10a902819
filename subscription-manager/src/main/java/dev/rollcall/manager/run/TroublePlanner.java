package dev.rollcall.manager.run;

import dev.rollcall.manager.integration.Integration.AccessCause;
import dev.rollcall.model.TroubleKind;

/** Decides what to do when workers can't go on; pure. */
final class TroublePlanner {

    private TroublePlanner() {}

    /** What follows. */
    enum Reaction {
        /** Give new access, once for each version. */
        RENEW,
        /** New access was given for this very reason and is refused too: an administrator is needed. */
        LOSE_AUTHORIZATION,
        /** Say it where the administrator looks, go on otherwise. */
        SAY_SO,
        /** Newer access is out already, or the report says nothing we know. */
        NOTHING
    }

    /**
     * @param reportedVersion the access that was refused; 0 where the worker could not tell
     * @param version the access that is out
     * @param cause why that was given
     */
    static Reaction reaction(TroubleKind kind, long reportedVersion, long version, AccessCause cause) {
        if (reportedVersion != 0 && reportedVersion < version) {
            return Reaction.NOTHING;
        }
        var renewedForThis = cause == AccessCause.TROUBLE;
        return switch (kind) {
            case DIRECTORY_ACCESS_REFUSED, ZENQMS_ACCESS_REFUSED ->
                renewedForThis ? Reaction.LOSE_AUTHORIZATION : Reaction.RENEW;
            // Keys that differ between services are the operator's to mend, not the administrator's.
            case ACCESS_UNREADABLE -> renewedForThis ? Reaction.SAY_SO : Reaction.RENEW;
            // Access is well: how ZenQMS wants it is a setting.
            case REMOVAL_STUCK -> Reaction.SAY_SO;
            case NOTICES_LOST -> Reaction.NOTHING;
            case UNKNOWN -> Reaction.NOTHING;
        };
    }
}
