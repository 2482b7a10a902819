package dev.rollcall.usersync.work;

import java.util.Collection;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.model.Cause;
import dev.rollcall.model.Envelope;
import dev.rollcall.model.InitialBatch;
import dev.rollcall.model.InitialSyncMessage;
import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.Mode;
import dev.rollcall.model.RunId;
import dev.rollcall.model.SubjectId;
import dev.rollcall.model.WalkClosed;

import io.quarkus.scheduler.Scheduled;

import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Takes in what a walk over the directory read, and finds whom it did not meet. The directory says nothing about somebody who
 * was deleted for good; who is linked and stands in none of a complete walk's batches is therefore looked at. What follows from
 * that look is decided as after any notice: a walk alone takes nobody's access away.
 */
@ApplicationScoped
public class Walks {

    private static final Logger LOG = Logger.getLogger(Walks.class);

    private final Jdbi jdbi;
    private final WorkIntake intake;

    public Walks(Jdbi jdbi, WorkIntake intake) {
        this.jdbi = jdbi;
        this.intake = intake;
    }

    /** Takes them in, in one transaction; in any order, and as often as they come. */
    public void take(Collection<? extends InitialSyncMessage> messages) {
        jdbi.useTransaction(handle -> {
            intake.mergeWanted(
                    handle,
                    messages.stream()
                            .filter(InitialBatch.class::isInstance)
                            .map(InitialBatch.class::cast)
                            .flatMap(batch -> batch.people().stream()
                                    .map(person -> WorkItem.snapshot(batch.envelope(), person, batch.readAt())))
                            .toList());
            messages.stream()
                    .filter(message -> message.envelope().mode() != Mode.PLAN)
                    .filter(message -> message.envelope().runId() != null)
                    .filter(message -> !isRemoved(handle, message.envelope().integrationId()))
                    .sorted((a, b) -> a.envelope()
                            .runId()
                            .value()
                            .compareTo(b.envelope().runId().value()))
                    .forEach(message -> note(handle, message));
        });
    }

    private void note(Handle handle, InitialSyncMessage message) {
        var integration = message.envelope().integrationId();
        var run = message.envelope().runId();
        if (isSettled(handle, integration, run)) {
            return;
        }
        switch (message) {
            case InitialBatch batch -> met(handle, batch);
            case WalkClosed closed -> closed(handle, closed);
        }
        settle(handle, message.envelope());
    }

    private static boolean isRemoved(Handle handle, IntegrationId integration) {
        return handle.createQuery("""
                        select exists (select 1 from integration where integration_id = :integration
                            and state in ('REMOVING', 'REMOVED'))""")
                .bind("integration", integration.value())
                .mapTo(Boolean.class)
                .one();
    }

    /** Locks the walk until the transaction ends: its last two messages may be in two replicas' hands at once. */
    private static boolean isSettled(Handle handle, IntegrationId integration, RunId run) {
        handle.createUpdate(
                        "insert into walk (integration_id, run_id) values (:integration, :run) on conflict do nothing")
                .bind("integration", integration.value())
                .bind("run", run.value())
                .execute();
        return handle.createQuery(
                        "select settled from walk where integration_id = :integration and run_id = :run for update")
                .bind("integration", integration.value())
                .bind("run", run.value())
                .mapTo(Boolean.class)
                .one();
    }

    private static void met(Handle handle, InitialBatch batch) {
        handle.createUpdate("""
                        insert into walk_batch (integration_id, run_id, batch, subjects)
                        values (:integration, :run, :batch, :subjects) on conflict do nothing""")
                .bind("integration", batch.envelope().integrationId().value())
                .bind("run", batch.envelope().runId().value())
                .bind("batch", batch.batch())
                .bind(
                        "subjects",
                        batch.people().stream()
                                .map(person -> person.subjectId().value())
                                .toArray(String[]::new))
                .execute();
    }

    private static void closed(Handle handle, WalkClosed closed) {
        handle.createUpdate("""
                        update walk set batches = :batches, complete = :complete
                        where integration_id = :integration and run_id = :run""")
                .bind("integration", closed.envelope().integrationId().value())
                .bind("run", closed.envelope().runId().value())
                .bind("batches", closed.batches())
                .bind("complete", closed.complete())
                .execute();
    }

    /** Once all of a walk is here. Of one that is not complete nothing follows for anybody it did not meet. */
    private void settle(Handle handle, Envelope envelope) {
        var integration = envelope.integrationId();
        var run = envelope.runId();
        var isHere = handle.createQuery("""
                        select complete from walk w where integration_id = :integration and run_id = :run
                          and (not complete or batches <= (select count(*) from walk_batch b
                              where b.integration_id = w.integration_id and b.run_id = w.run_id))""")
                .bind("integration", integration.value())
                .bind("run", run.value())
                .mapTo(Boolean.class)
                .findOne();
        if (isHere.isEmpty()) {
            return;
        }
        if (isHere.get()) {
            var missed = notMet(handle, integration, run);
            var look = Envelope.live(integration, Cause.SWEEP, envelope.settingsVersion(), null);
            intake.merge(
                    handle,
                    missed.stream().map(subject -> WorkItem.look(look, subject)).toList());
            if (!missed.isEmpty()) {
                LOG.infof(
                        "Linked people whom a walk did not meet are looked at: integrationId=%s runId=%s people=%d",
                        integration, run, missed.size());
            }
        }
        handle.createUpdate("delete from walk_batch where integration_id = :integration and run_id = :run")
                .bind("integration", integration.value())
                .bind("run", run.value())
                .execute();
        handle.createUpdate("update walk set settled = true where integration_id = :integration and run_id = :run")
                .bind("integration", integration.value())
                .bind("run", run.value())
                .execute();
    }

    private static List<SubjectId> notMet(Handle handle, IntegrationId integration, RunId run) {
        return handle.createQuery("""
                        -- A set operation, as "not in" would compare each with each where memory is short.
                        select subject_id from ledger
                        where integration_id = :integration and zenqms_user_id is not null
                          -- Who is known to be gone and active yet was protected, or their deactivation failed.
                          and (in_directory or active)
                        except
                        select unnest(subjects) from walk_batch
                        where integration_id = :integration and run_id = :run
                        order by subject_id""")
                .bind("integration", integration.value())
                .bind("run", run.value())
                .mapTo(String.class)
                .map(SubjectId::new)
                .list();
    }

    /** What its topic no longer holds can't arrive; a walk that never closed leaves nothing behind. */
    @Scheduled(every = "1h", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void forgetOld() {
        jdbi.useTransaction(handle -> {
            handle.execute("""
                    delete from walk_batch b using walk w where w.integration_id = b.integration_id
                      and w.run_id = b.run_id and w.begun_at < now() - interval '30 days'""");
            handle.execute("delete from walk where begun_at < now() - interval '30 days'");
        });
    }
}
