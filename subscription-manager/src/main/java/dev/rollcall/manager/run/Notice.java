package dev.rollcall.manager.run;

import dev.rollcall.model.DeadLetter;
import dev.rollcall.model.DoorReopened;
import dev.rollcall.model.GroupNotice;
import dev.rollcall.model.LifecycleNotice;
import dev.rollcall.model.UserNotice;

/** Something that arrived from a directory, as we read it. */
sealed interface Notice {

    record Person(UserNotice notice) implements Notice {}

    record Group(GroupNotice notice) implements Notice {}

    record Lifecycle(LifecycleNotice notice) implements Notice {}

    /** The ingress takes notifications again. */
    record Door(DoorReopened notice) implements Notice {}

    /** Authentic, but the ingress could not read it. */
    record Unusable(DeadLetter letter) implements Notice {}

    /** A type that this version does not know: passed over. */
    record Unknown() implements Notice {}

    /** @param reason one sentence */
    record Unreadable(String reason) implements Notice {}
}
