package dev.rollcall.manager.integration;

/** Why changes may have been missed, so that the directory's change feed is read at once. */
public enum CatchUpCause {
    /** It is time. */
    PERIOD("it was time"),
    RESUMED("it was paused"),
    AUTHORIZED("its authorization was lost"),
    RESUBSCRIBED("a subscription was made again"),
    /** The directory said something about a subscription. */
    LIFECYCLE("the directory reported on a subscription"),
    /** The ingress took nothing for a while. */
    DOOR_REOPENED("the ingress was away"),
    REQUEST("an administrator asked");

    private final String when;

    CatchUpCause(String when) {
        this.when = when;
    }

    /** As in "changes may have been missed while …"; a clause, not a sentence. */
    public String clause() {
        return when;
    }
}
