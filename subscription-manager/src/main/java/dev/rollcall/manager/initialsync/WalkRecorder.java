package dev.rollcall.manager.initialsync;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import dev.rollcall.directory.WalkPage;
import dev.rollcall.manager.integration.Integration.WalkCause;
import dev.rollcall.manager.integration.Integrations;
import dev.rollcall.manager.publish.Outgoing;
import dev.rollcall.manager.run.Counters;
import dev.rollcall.manager.run.RunEnding;
import dev.rollcall.manager.sweep.Feeds;
import dev.rollcall.model.Cause;
import dev.rollcall.model.Envelope;
import dev.rollcall.model.Mode;
import dev.rollcall.model.PersonAttribute;
import dev.rollcall.model.RunId;
import dev.rollcall.model.SubjectId;
import dev.rollcall.model.WalkClosed;

import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Puts a page on record: its people, its messages and the checkpoint, in one transaction. So a walk that is killed goes on
 * with the page that was not recorded, and nobody is counted or sent without the other.
 */
@ApplicationScoped
class WalkRecorder {

    private static final Logger LOG = Logger.getLogger(WalkRecorder.class);

    /** Whoever is wanted to be read is read then; an administrator who mends what is wrong has it at once. */
    private static final Duration AFTER_FAILURE = Duration.ofMinutes(10);

    private final Jdbi jdbi;
    private final Integrations integrations;
    private final Outgoing outgoing;
    private final RunEnding ending;
    private final Counters counters;
    private final WalkSizes sizes;
    private final InstantSource clock;

    WalkRecorder(
            Jdbi jdbi,
            Integrations integrations,
            Outgoing outgoing,
            RunEnding ending,
            Counters counters,
            WalkSizes sizes,
            InstantSource clock) {
        this.jdbi = jdbi;
        this.integrations = integrations;
        this.outgoing = outgoing;
        this.ending = ending;
        this.counters = counters;
        this.sizes = sizes;
        this.clock = clock;
    }

    private record Progress(int batches, long walked) {}

    /** @throws LeaseLost when the run is somebody else's */
    @Transactional
    void record(RunLease lease, WalkPage page, Set<PersonAttribute> attributes) {
        jdbi.useHandle(handle -> {
            var before = hold(handle, lease);
            var envelope = envelope(lease);
            var sent = PageMessages.of(page, envelope, before.batches());
            var added = addEntries(handle, lease.runId(), sent.people());
            var walked = before.walked() + added;
            // Not walked, but looked at for this run: it ends when that is known too.
            counters.begun(handle, lease.runId().value(), added + addEntries(handle, lease.runId(), sent.gone()));
            outgoing.append(sent.messages());
            save(handle, lease, page, attributes, new Progress(sent.batches(), walked));
            if (page.isLast()) {
                var doubt = sizes.doubt(handle, lease, walked);
                doubt.ifPresent(sentence -> LOG.warnf("Walk doubted: runId=%s. %s", lease.runId(), sentence));
                close(handle, lease, page, attributes, doubt);
                outgoing.append(List.of(new WalkClosed(envelope, sent.batches(), walked, doubt.isEmpty())));
                ending.endIfDone(handle, lease.runId().value());
            }
        });
    }

    /** Ends the run as failed. Workers hear that the walk is not complete, so that absence means nothing. */
    @Transactional
    void fail(RunLease lease, String sentence) {
        jdbi.useHandle(handle -> {
            var progress = hold(handle, lease);
            if (progress.batches() > 0) {
                outgoing.append(List.of(new WalkClosed(envelope(lease), progress.batches(), progress.walked(), false)));
            }
            handle.createUpdate("""
                            update run set state = 'FAILED', phase = 'ENDED', problem = :problem, ended_at = :now,
                                lease_token = null, lease_until = null
                            where id = :id""")
                    .bind("id", lease.runId().value())
                    .bind("problem", sentence)
                    .bind("now", clock.instant())
                    .execute();
            handle.createUpdate(
                            "update integration set walk_not_before = :later where id = :id and walk_wanted is not null")
                    .bind("id", lease.integrationId().value())
                    .bind("later", clock.instant().plus(AFTER_FAILURE))
                    .execute();
            // Where an activation fails, the integration itself should say so; the next activation takes it back.
            handle.createUpdate("""
                            update integration set problem = :problem
                            where id = :id and exists (select 1 from run where id = :run and cause = 'ACTIVATION')""")
                    .bind("id", lease.integrationId().value())
                    .bind("run", lease.runId().value())
                    .bind("problem", sentence)
                    .execute();
        });
    }

    private static Progress hold(Handle handle, RunLease lease) {
        return handle.createQuery("select batches, walked from run where id = :id and lease_token = :token for update")
                .bind("id", lease.runId().value())
                .bind("token", lease.token())
                .map((rs, ctx) -> new Progress(rs.getInt("batches"), rs.getLong("walked")))
                .findOne()
                .orElseThrow(LeaseLost::new);
    }

    private Envelope envelope(RunLease lease) {
        var settings = integrations.require(lease.integrationId().value()).settingsVersion;
        return Envelope.run(lease.integrationId(), Cause.INITIAL_SYNC, lease.runId(), lease.mode(), settings);
    }

    /** Everybody is on record before workers can report on them; whoever stood on a page before counts once. */
    static int addEntries(Handle handle, RunId run, List<SubjectId> people) {
        return handle.createUpdate("""
                        insert into run_entry (run_id, subject_id)
                        select :run, subject from unnest(:subjects) as subject on conflict do nothing""")
                .bind("run", run.value())
                .bindArray(
                        "subjects",
                        String.class,
                        people.stream().map(SubjectId::value).toList())
                .execute();
    }

    private static void save(
            Handle handle, RunLease lease, WalkPage page, Set<PersonAttribute> attributes, Progress progress) {
        handle.createUpdate("""
                        update run set batches = :batches, walked = :walked, next_link = :next, attempt = 0, problem = null,
                            walk_attributes = :attributes
                        where id = :id""")
                .bind("attributes", attributes.stream().map(Enum::name).sorted().toArray(String[]::new))
                .bind("id", lease.runId().value())
                .bind("batches", progress.batches())
                .bind("walked", progress.walked())
                .bind("next", page.nextLink() == null ? null : page.nextLink().toString())
                .execute();
    }

    /** Whom a doubted walk did not show may be gone: another one tells. */
    private void wantAnother(Handle handle, RunLease lease) {
        handle.createUpdate("""
                        update integration set walk_wanted = :cause, walk_wanted_at = :now, walk_not_before = :later
                        where id = :id and walk_wanted is null""")
                .bind("id", lease.integrationId().value())
                .bind("cause", WalkCause.RECONCILIATION.name())
                .bind("now", clock.instant())
                .bind("later", sizes.again(handle, lease))
                .execute();
    }

    /** Whoever wished for this walk before it began has it now. */
    private static void answered(Handle handle, RunLease lease) {
        handle.createUpdate("""
                        update integration i set walk_wanted = null, walk_wanted_at = null, walk_not_before = null
                        from run r where i.id = r.integration_id and r.id = :id and r.mode = 'APPLY'
                          and i.walk_wanted_at <= r.started_at""").bind("id", lease.runId().value()).execute();
    }

    private void close(
            Handle handle, RunLease lease, WalkPage page, Set<PersonAttribute> attributes, Optional<String> doubt) {
        handle.createUpdate("""
                        update run set walk_closed = true, phase = 'SETTLING', phase_since = :now,
                            lease_token = null, lease_until = null, walk_doubt = :doubt, problem = :doubt,
                            walk_complete = case when mode <> 'PLAN' then :complete end
                        where id = :id""")
                .bind("doubt", doubt.orElse(null))
                .bind("complete", doubt.isEmpty())
                .bind("id", lease.runId().value())
                .bind("now", clock.instant())
                .execute();
        answered(handle, lease);
        if (doubt.isPresent() && lease.mode() == Mode.APPLY && !sizes.isFirst(handle, lease)) {
            wantAnother(handle, lease);
        }
        // A preview moves nobody, so the feed must not go on from where it was. Nor from a walk that is not believed:
        // the link
        // from before knows whom it did not show.
        if (page.deltaLink() != null
                && lease.mode() != Mode.PLAN
                && (doubt.isEmpty() || sizes.isFirst(handle, lease))) {
            Feeds.walked(
                    handle,
                    lease.integrationId().value(),
                    page.deltaLink(),
                    lease.phaseSince(),
                    attributes.stream().map(Enum::name).toList(),
                    lease.mode() == Mode.APPLY);
        }
    }
}
