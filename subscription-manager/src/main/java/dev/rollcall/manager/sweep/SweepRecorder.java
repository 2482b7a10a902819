package dev.rollcall.manager.sweep;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import dev.rollcall.directory.WalkPage;
import dev.rollcall.manager.config.ManagerConfig;
import dev.rollcall.manager.integration.CatchUpCause;
import dev.rollcall.manager.integration.Integrations;
import dev.rollcall.manager.publish.Outgoing;
import dev.rollcall.manager.run.SweptEntries;
import dev.rollcall.manager.sweep.SweepLease.Round;
import dev.rollcall.model.Cause;
import dev.rollcall.model.Envelope;
import dev.rollcall.model.SubjectId;
import dev.rollcall.model.UserNotice;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Puts a page of a sweep on record: its notices, what they say of lost notifications, and where it goes on, in one
 * transaction. So a sweep that is killed goes on with the page that was not recorded, and nobody is passed over.
 */
@ApplicationScoped
class SweepRecorder {

    private final Jdbi jdbi;
    private final Integrations integrations;
    private final Outgoing outgoing;
    private final SweptEntries entries;
    private final Losses losses;
    private final ManagerConfig config;
    private final InstantSource clock;

    SweepRecorder(
            Jdbi jdbi,
            Integrations integrations,
            Outgoing outgoing,
            SweptEntries entries,
            Losses losses,
            ManagerConfig config,
            InstantSource clock) {
        this.jdbi = jdbi;
        this.integrations = integrations;
        this.outgoing = outgoing;
        this.entries = entries;
        this.losses = losses;
        this.config = config;
        this.clock = clock;
    }

    /**
     * @return how many people it showed
     * @throws LeaseLost when the sweep is somebody else's
     */
    @Transactional
    int record(SweepLease lease, WalkPage page) {
        return jdbi.withHandle(handle -> {
            var id = lease.integrationId().value();
            // First, as the log of notices holds it while it wants sweeps.
            entries.hold(handle, id);
            var round = hold(handle, lease);
            var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            var changed = changed(page);
            var unannounced = losses.found(handle, id, changed.keySet(), round.since(), round.begunAt(), now);
            entries.enter(handle, id, changed, unannounced, now);
            publish(lease, changed, now);
            if (page.isLast()) {
                finish(handle, lease, round, page, changed.size());
            } else {
                save(handle, lease, page, changed.size());
            }
            return changed.size();
        });
    }

    /** Whom the page shows, each once, with the vendor's word for what happened. */
    private static Map<SubjectId, String> changed(WalkPage page) {
        var changed = new LinkedHashMap<SubjectId, String>();
        page.people().forEach(person -> changed.put(person.subjectId(), "updated"));
        page.removed().forEach(subject -> changed.put(subject, "deleted"));
        return changed;
    }

    private static Round hold(Handle handle, SweepLease lease) {
        handle.createQuery("select 1 from sweep where integration_id = :id and lease_token = :token for update")
                .bind("id", lease.integrationId().value())
                .bind("token", lease.token())
                .mapTo(Integer.class)
                .findOne()
                .orElseThrow(LeaseLost::new);
        return lease.round();
    }

    private void publish(SweepLease lease, Map<SubjectId, String> changed, Instant now) {
        if (changed.isEmpty()) {
            return;
        }
        var settings = integrations.require(lease.integrationId().value()).settingsVersion;
        var envelope = Envelope.live(lease.integrationId(), Cause.SWEEP, settings, null);
        var notices = new ArrayList<UserNotice>();
        changed.forEach((subject, change) -> notices.add(new UserNotice(envelope, subject, change, now)));
        outgoing.append(notices);
    }

    private static void save(Handle handle, SweepLease lease, WalkPage page, int found) {
        handle.createUpdate("""
                        update sweep set next_link = :next, found = found + :found, attempt = 0, try_at = null, problem = null
                        where integration_id = :id""")
                .bind("id", lease.integrationId().value())
                .bind("next", page.nextLink().toString())
                .bind("found", found)
                .execute();
    }

    private void finish(Handle handle, SweepLease lease, Round round, WalkPage page, int found) {
        var id = lease.integrationId().value();
        var due = SweepPlanner.next(round.begunAt(), config.sweepEvery(), id);
        handle.createUpdate("""
                        update sweep set finished_at = :now, due_at = :due, last_found = found + :found, last_cause = cause,
                            remark = case when cause = :period then remark
                                else :after || (found + :found)
                                    || case when found + :found = 1 then ' change' else ' changes' end || ' since ' || :since || '.' end,
                            from_link = null, next_link = null, attempt = 0, try_at = null, problem = null,
                            lease_token = null, lease_until = null
                        where integration_id = :id""")
                .bind("id", id)
                .bind("now", clock.instant())
                .bind("due", due)
                .bind("found", found)
                .bind("period", CatchUpCause.PERIOD.name())
                .bind("after", "Changes may have been missed when " + cause(handle, id) + "; the change feed showed ")
                .bind("since", round.since().truncatedTo(ChronoUnit.SECONDS).toString())
                .execute();
        Feeds.swept(handle, id, round.from(), page.deltaLink(), round.begunAt());
    }

    private static String cause(Handle handle, String id) {
        return CatchUpCause.valueOf(handle.createQuery("select cause from sweep where integration_id = :id")
                        .bind("id", id)
                        .mapTo(String.class)
                        .one())
                .clause();
    }
}
