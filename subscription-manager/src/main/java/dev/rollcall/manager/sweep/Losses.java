package dev.rollcall.manager.sweep;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.model.SubjectId;

import org.jdbi.v3.core.Handle;

/**
 * Measures how many changes were not announced. A change that a sweep finds is <em>unannounced</em> as long as no
 * notification on the person came since the sweep before began. If one comes within four hours, it was <em>late</em>, as the
 * directory tries for so long; if none does, it was <em>missed</em>. Several changes of a person between two sweeps are one,
 * and a notification of any of them announces it: what is measured is people that nobody would have looked at.
 */
@ApplicationScoped
class Losses {

    /** How long the directory tries to deliver a notification. */
    static final Duration TRIED = Duration.ofHours(4);

    /** The feed may show a change a while after its notification came. */
    private static final Duration FEED_BEHIND = Duration.ofMinutes(5);

    /** A notification on its way while the sweep found the change is not late. */
    private static final Duration ON_ITS_WAY = Duration.ofMinutes(2);

    /**
     * Counts what a page showed.
     *
     * @param since up to when the sweep before had read
     * @param begun when this sweep began
     * @return whom no notification announced so far
     */
    Set<SubjectId> found(
            Handle handle,
            String integration,
            Collection<SubjectId> people,
            Instant since,
            Instant begun,
            Instant now) {
        if (people.isEmpty()) {
            return Set.of();
        }
        handle.createUpdate("""
                        insert into sweep_tally (integration_id, hour, found)
                        values (:integration, date_trunc('hour', :now::timestamptz), :found)
                        on conflict (integration_id, hour) do update set found = sweep_tally.found + excluded.found""")
                .bind("integration", integration)
                .bind("now", now)
                .bind("found", people.size())
                .execute();
        return Set.copyOf(handle.createQuery("""
                        insert into unannounced_change as u (integration_id, subject_id, since, found_at)
                        select :integration, subject, :since, :now from unnest(:people) as subject
                        where not exists (select 1 from live_entry l
                            where l.integration_id = :integration and l.subject_id = subject and l.received_at >= :since
                              and l.cause = 'NOTIFICATION')
                        on conflict (integration_id, subject_id) do update set
                            changes = u.changes + case when u.found_at < :begun then 1 else 0 end
                        returning subject_id""")
                .bind("integration", integration)
                .bind("since", since.minus(FEED_BEHIND))
                .bind("begun", begun)
                .bind("now", now)
                .bindArray(
                        "people",
                        String.class,
                        people.stream().map(SubjectId::value).toList())
                .mapTo(String.class)
                .map(SubjectId::new)
                .list());
    }

    /** How many were settled. */
    record Settled(long late, long missed) {}

    /** Settles whose notification came, and for whom the directory tries no more. */
    Settled settle(Handle handle, Instant now) {
        return handle.createQuery("""
                        with heard as (
                            select u.integration_id, u.subject_id, min(l.received_at) as at
                            from unannounced_change u join live_entry l on l.integration_id = u.integration_id
                              and l.subject_id = u.subject_id and l.received_at >= u.since and l.cause = 'NOTIFICATION'
                            group by 1, 2),
                        settled as (
                            delete from unannounced_change u
                            where u.found_at <= :over or exists (select 1 from heard h
                                where h.integration_id = u.integration_id and h.subject_id = u.subject_id)
                            returning u.integration_id, u.subject_id, u.found_at, u.changes),
                        judged as (
                            select s.integration_id, date_trunc('hour', s.found_at) as hour,
                                coalesce(sum(s.changes) filter (where h.at > s.found_at + make_interval(secs => :grace)
                                    and h.at <= s.found_at + make_interval(secs => :tried)), 0) as late,
                                coalesce(sum(s.changes) filter (where h.at is null or h.at > s.found_at + make_interval(secs => :tried)), 0) as missed
                            from settled s left join heard h using (integration_id, subject_id) group by 1, 2),
                        told as (
                            insert into sweep_tally as t (integration_id, hour, late, missed)
                            select integration_id, hour, late, missed from judged where late + missed > 0
                            on conflict (integration_id, hour) do update set late = t.late + excluded.late,
                                missed = t.missed + excluded.missed)
                        select coalesce(sum(late), 0) as late, coalesce(sum(missed), 0) as missed from judged""")
                .bind("over", now.minus(TRIED))
                .bind("grace", ON_ITS_WAY.toSeconds())
                .bind("tried", TRIED.toSeconds())
                .map((rs, ctx) -> new Settled(rs.getLong("late"), rs.getLong("missed")))
                .one();
    }

    /** What is counted is kept a little longer than anybody asks. */
    static void forgetOld(Handle handle, Instant now) {
        handle.createUpdate("delete from sweep_tally where hour < :before")
                .bind("before", now.minus(Duration.ofDays(31)))
                .execute();
    }
}
