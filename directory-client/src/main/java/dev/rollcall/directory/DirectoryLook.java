package dev.rollcall.directory;

import java.time.Duration;
import java.util.Optional;

import dev.rollcall.model.DirectoryPerson;

/** What the directory showed of one person. */
public sealed interface DirectoryLook {

    /** The person is there. */
    record Present(DirectoryPerson person) implements DirectoryLook {}

    /** Deleted, and restorable for 30 days. */
    record SoftDeleted() implements DirectoryLook {}

    /** Not there at all, and a person known to exist was read in the same moment. */
    record Gone() implements DirectoryLook {}

    /** Not found, and nobody known to exist was found either: nothing follows from it. */
    record NotBelieved() implements DirectoryLook {}

    /**
     * Not readable now: throttled or failed. Unreadable is not empty.
     *
     * @param reason one sentence
     * @param retryAfter what the directory asked for, if it did
     */
    record Unreadable(String reason, Optional<Duration> retryAfter) implements DirectoryLook {}

    /**
     * The directory refuses to show this person, though it shows others: asking again the same way changes nothing. It says
     * nothing about whether the person exists.
     *
     * @param reason one sentence
     */
    record Refused(String reason) implements DirectoryLook {}
}
