package dev.rollcall.manager.run;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.rollcall.manager.config.ManagerConfig;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;

import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Deletes what is older than an operator wants it kept: runs that ended with their entries, Live's answered entries, and
 * reports. In small transactions, so that nobody waits for it; replicas pass over what another deletes. Never a run that is
 * under way, nor an entry of Live that waits.
 */
@ApplicationScoped
class Retention {

    private static final Logger LOG = Logger.getLogger(Retention.class);
    private static final int AT_A_TIME = 5000;

    private final RunEnding runs;
    private final Counters counters;
    private final ManagerConfig config;
    private final InstantSource clock;
    private final Transactions transactions;

    @Inject
    Retention(Jdbi jdbi, RunEnding runs, Counters counters, ManagerConfig config, InstantSource clock) {
        this(runs, counters, config, clock, new Transactions() {
            @Override
            public <T> T in(Function<Handle, T> work) {
                return QuarkusTransaction.requiringNew().call(() -> jdbi.withHandle(work::apply));
            }
        });
    }

    Retention(RunEnding runs, Counters counters, ManagerConfig config, InstantSource clock, Transactions transactions) {
        this.runs = runs;
        this.counters = counters;
        this.config = config;
        this.clock = clock;
        this.transactions = transactions;
    }

    /** Where a part is deleted. */
    interface Transactions {
        <T> T in(Function<Handle, T> work);
    }

    @Scheduled(every = "1h", delayed = "5m", concurrentExecution = ConcurrentExecution.SKIP)
    void deleteOld() {
        deleteBefore(clock.instant().minus(config.runRetention()));
    }

    void deleteBefore(Instant before) {
        var deleted = each(oldRuns(before), run -> deleteRun(run, before))
                + each(liveIntegrations(), integration -> deleteLive(integration, before))
                + whole(handle -> deleteOutcomes(handle, before));
        if (deleted > 0) {
            LOG.infof("Deleted what is kept no longer: rows=%d, before=%s", deleted, before);
        }
    }

    private static long each(List<String> ids, ToIntFunction<String> delete) {
        return ids.stream().mapToLong(delete::applyAsInt).sum();
    }

    private List<String> oldRuns(Instant before) {
        return transactions.in(
                h -> h.createQuery("select id from run where ended_at < :before order by ended_at limit 1000")
                        .bind("before", before)
                        .mapTo(String.class)
                        .list());
    }

    private List<String> liveIntegrations() {
        return transactions.in(h -> h.createQuery("select integration_id from run where state = 'LIVE' order by 1")
                .mapTo(String.class)
                .list());
    }

    /** Entries first: a run that is half deleted is found again. */
    private int deleteRun(String run, Instant before) {
        return whole(handle -> deleteEntries(handle, run))
                + transactions.in(h -> h.createUpdate("delete from run where id = :id and ended_at < :before")
                        .bind("id", run)
                        .bind("before", before)
                        .execute());
    }

    private int deleteLive(String integration, Instant before) {
        return whole(handle -> deleteLive(handle, integration, before));
    }

    /** Repeats until nothing is left. */
    private int whole(ToIntFunction<Handle> part) {
        var all = 0;
        int now;
        do {
            now = transactions.in(part::applyAsInt);
            all += now;
        } while (now == AT_A_TIME);
        return all;
    }

    private int deleteEntries(Handle handle, String run) {
        runs.lock(handle, List.of(run));
        var tally = new Tally();
        var deleted = handle.createQuery("""
                        delete from run_entry where ctid = any(array(
                            select ctid from run_entry where run_id = :run limit :most))
                        returning kind, reason""")
                .bind("run", run)
                .bind("most", AT_A_TIME)
                .map((rs, ctx) -> {
                    tally.add(run, rs.getString("kind"), rs.getString("reason"), -1);
                    return 1;
                })
                .list();
        counters.apply(handle, tally);
        return deleted.size();
    }

    private int deleteLive(Handle handle, String integration, Instant before) {
        runs.lock(handle, List.of(LiveRun.id(integration)));
        var tally = new Tally();
        var deleted = handle.createQuery("""
                        delete from live_entry where position = any(array(
                            select position from live_entry
                            where integration_id = :integration and received_at < :before and kind is not null
                            order by received_at limit :most))
                        returning kind, reason""")
                .bind("integration", integration)
                .bind("before", before)
                .bind("most", AT_A_TIME)
                .map((rs, ctx) -> {
                    tally.add(LiveRun.id(integration), rs.getString("kind"), rs.getString("reason"), -1);
                    return 1;
                })
                .list();
        counters.apply(handle, tally);
        return deleted.size();
    }

    /** An entry of Live is older than its outcome, so it goes first; one of a run keeps its own words. */
    private int deleteOutcomes(Handle handle, Instant before) {
        return handle.createUpdate("""
                        delete from outcome where ctid = any(array(
                            select ctid from outcome where at < :before order by at limit :most for update skip locked))""")
                .bind("before", before)
                .bind("most", AT_A_TIME)
                .execute();
    }
}
