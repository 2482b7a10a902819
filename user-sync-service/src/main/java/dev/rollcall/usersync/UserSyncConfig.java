package dev.rollcall.usersync;

import java.time.Duration;
import java.util.List;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of this service. */
@ConfigMapping(prefix = "rollcall.user-sync")
public interface UserSyncConfig {

    /** Batches worked on at a time. They mostly wait for others' answers. */
    @WithDefault("8")
    int workers();

    /** People in one lease: as many as one Graph batch reads. */
    @WithDefault("20")
    int leaseSize();

    /** How long a lease lasts if it is not renewed. Longer than any call. */
    @WithDefault("30s")
    Duration lease();

    /** A call to ZenQMS that takes longer has failed as far as we can know. */
    @WithDefault("15s")
    Duration callTimeout();

    /** How often an idle worker looks for rows that became due. */
    @WithDefault("500ms")
    Duration poll();

    /** When somebody who was unchanged is looked at once more, in case a replica lagged. */
    @WithDefault("60s")
    Duration secondLook();

    /** When somebody linked whom the directory no longer shows is looked at again before losing access. */
    @WithDefault("30s")
    Duration goneAgain();

    /** When a newcomer who lacks a required field is looked at again before being called skipped. */
    @WithDefault("30s,2m,10m")
    List<Duration> unfinishedLooks();

    /** How long a call waits for its turn at ZenQMS before its person does. */
    @WithDefault("20s")
    Duration turnPatience();

    /** Requests a second that a ZenQMS gets as long as nothing is known about it; from there the pace finds its way. */
    @WithDefault("5")
    double firstPace();

    /** How long effects of a run gather before they are recorded in one transaction. */
    @WithDefault("20ms")
    Duration runGather();

    /** How long somebody who keeps failing is tried before the outcome is Failed. */
    @WithDefault("24h")
    Duration giveUp();

    /** A snapshot is trusted only if nobody looked at the person since it was read, less this. */
    @WithDefault("5m")
    Duration snapshotMargin();
}
