package dev.rollcall.usersync.work;

import java.util.Collection;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.model.Envelope;
import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.RunId;

import io.quarkus.scheduler.Scheduled;

import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Runs that an administrator cancelled: nobody is looked at for their sake any more. */
@ApplicationScoped
public class CancelledRuns {

    private static final Logger LOG = Logger.getLogger(CancelledRuns.class);

    private final Jdbi jdbi;

    public CancelledRuns(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * Drops the run's rows, but for four kinds: who is or was being worked on, as a call for them may have taken effect; who
     * was asked for by somebody else as well; who has an open intent, for the same reason as the first; and who is held, as
     * that was told already and waits for an administrator.
     */
    public void cancel(IntegrationId integration, RunId run) {
        int dropped = jdbi.inTransaction(handle -> {
            // Who is taking in rows of the run at this moment is waited for; who comes later sees that it is cancelled.
            handle.createQuery("select 1 from pg_advisory_xact_lock(hashtextextended(:run, 0))")
                    .bind("run", run.value())
                    .mapTo(Integer.class)
                    .one();
            handle.createUpdate("""
                            insert into cancelled_run (integration_id, run_id) values (:integration, :run)
                            on conflict do nothing""")
                    .bind("integration", integration.value())
                    .bind("run", run.value())
                    .execute();
            return handle.createUpdate("""
                            delete from work_row w
                            where integration_id = :integration and run_id = :run
                              and not wanted_beyond_run and fence is null and held_since is null
                              and (lane = 'PLAN' or not exists (select 1 from intent i
                                  where i.integration_id = w.integration_id and i.subject_id = w.subject_id
                                    and i.scope = 'apply'))""")
                    .bind("integration", integration.value())
                    .bind("run", run.value())
                    .execute();
        });
        LOG.infof("Run cancelled: integrationId=%s runId=%s people=%d", integration, run, dropped);
    }

    /** Those of these runs that were cancelled; none of them can be until the transaction ends. */
    Set<RunId> among(Handle handle, Collection<WorkItem> items) {
        var runs = items.stream()
                .map(WorkItem::envelope)
                .map(Envelope::runId)
                .filter(Objects::nonNull)
                .map(RunId::value)
                .distinct()
                .toArray(String[]::new);
        var found = new HashSet<RunId>();
        if (runs.length > 0) {
            handle.createQuery("""
                            select pg_advisory_xact_lock_shared(hashtextextended(run, 0))
                            from unnest(:runs) as run""").bind("runs", runs).mapToMap().list();
            handle.createQuery("select run_id from cancelled_run where run_id = any(:runs)")
                    .bind("runs", runs)
                    .mapTo(String.class)
                    .map(RunId::new)
                    .forEach(found::add);
        }
        return found;
    }

    /** What its topics no longer hold can't arrive. */
    @Scheduled(every = "1h", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void forgetOld() {
        jdbi.useHandle(
                handle -> handle.execute("delete from cancelled_run where cancelled_at < now() - interval '30 days'"));
    }
}
