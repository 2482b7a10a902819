package dev.rollcall.manager.run;

import dev.rollcall.model.LinksCleared;
import dev.rollcall.model.SyncOutcome;
import dev.rollcall.model.SyncPlan;
import dev.rollcall.model.Trouble;

/** A record that workers sent, as we read it. */
sealed interface Report {

    /** What became of a person. */
    record Done(SyncOutcome outcome) implements Report {}

    /** What would become of a person. */
    record Planned(SyncPlan plan) implements Report {}

    /** Something stops a whole integration. */
    record Stopped(Trouble trouble) implements Report {}

    /** An integration's external ids are cleared. */
    record Removed(LinksCleared cleared) implements Report {}

    /** A type that this version does not know: passed over. */
    record Unknown() implements Report {}

    /** @param reason one sentence */
    record Unreadable(String reason) implements Report {}
}
