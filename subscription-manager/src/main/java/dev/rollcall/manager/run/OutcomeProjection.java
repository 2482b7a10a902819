package dev.rollcall.manager.run;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import dev.rollcall.model.LinksCleared;
import dev.rollcall.model.Trouble;
import dev.rollcall.outbox.MessageJson;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Turns what workers report into the run log. Reports come twice, late and out of order: each is kept once, an entry tells
 * the one that counts, and the counters follow the entries.
 */
@ApplicationScoped
class OutcomeProjection {

    private final Jdbi jdbi;
    private final MessageJson json;
    private final EntryWriter entries;
    private final LiveWriter live;
    private final Counters counters;
    private final RunEnding ending;
    private final TroubleDesk troubles;
    private final Removals removals;
    private final HeldPeople held;
    private final InstantSource clock;

    OutcomeProjection(
            Jdbi jdbi,
            MessageJson json,
            EntryWriter entries,
            LiveWriter live,
            Counters counters,
            RunEnding ending,
            TroubleDesk troubles,
            Removals removals,
            HeldPeople held,
            InstantSource clock) {
        this.jdbi = jdbi;
        this.json = json;
        this.entries = entries;
        this.live = live;
        this.counters = counters;
        this.ending = ending;
        this.troubles = troubles;
        this.removals = removals;
        this.held = held;
        this.clock = clock;
    }

    /** All in one transaction. */
    @Transactional
    void project(Collection<Report> reports) {
        jdbi.useHandle(handle -> project(handle, reports));
    }

    /** In the caller's transaction; a few statements, however many reports. */
    void project(Handle handle, Collection<Report> reports) {
        var now = clock.instant();
        var people = new ArrayList<Recorded>();
        var stopped = new ArrayList<Trouble>();
        var removed = new ArrayList<LinksCleared>();
        for (var report : reports) {
            switch (report) {
                case Report.Done(var done) -> people.add(Recorded.of(people.size(), done, json, now));
                case Report.Planned(var plan) -> people.add(Recorded.of(people.size(), plan, json, now));
                case Report.Stopped(var trouble) -> stopped.add(trouble);
                case Report.Removed(var cleared) -> removed.add(cleared);
                case Report.Unknown ignored -> {}
                case Report.Unreadable ignored -> {}
            }
        }
        record(handle, people);
        stopped.forEach(trouble -> troubles.take(handle, trouble));
        // Last: what was reported on people is on record before the run ends.
        removed.forEach(cleared -> removals.cleared(handle, cleared));
    }

    private void record(Handle handle, List<Recorded> people) {
        var now = clock.instant();
        var runs = new TreeSet<String>();
        var integrations = new TreeSet<String>();
        for (var report : people) {
            if (report.run() != null) {
                runs.add(report.run());
            }
            if (concernsLive(report)) {
                integrations.add(report.integration());
            }
        }
        if (!integrations.isEmpty()) {
            LiveRun.ensure(handle, integrations);
            integrations.forEach(i -> runs.add(LiveRun.id(i)));
        }
        // Before anything is written: who else writes these entries, or checks whether all is done, must wait for us.
        var known = ending.lock(handle, runs);
        var tally = new Tally();
        var added =
                entries.outcomes(handle, people.stream().filter(r -> !r.plan()).toList());
        held.reported(handle, added);
        var changed = entries.entries(
                handle,
                people.stream()
                        .filter(r -> r.run() != null && known.contains(r.run()))
                        .toList(),
                tally);
        live.answered(
                handle,
                added.stream()
                        .filter(OutcomeProjection::concernsLive)
                        .filter(r -> known.contains(LiveRun.id(r.integration())))
                        .toList(),
                tally);
        counters.apply(handle, tally);
        entries.progressed(handle, changed, now);
        changed.forEach(run -> ending.endIfDone(handle, run));
    }

    /** A run's own work is told by the run alone. */
    private static boolean concernsLive(Recorded report) {
        return !report.plan() && (report.run() == null || report.noticedAt() != null || report.request() != null);
    }
}
