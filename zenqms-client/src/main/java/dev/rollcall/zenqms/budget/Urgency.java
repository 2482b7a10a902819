package dev.rollcall.zenqms.budget;

/** Whose call goes first when there are not enough turns, in this order. */
public enum Urgency {
    /** Somebody who must lose access. */
    LEAVER,
    LIVE,
    BULK
}
