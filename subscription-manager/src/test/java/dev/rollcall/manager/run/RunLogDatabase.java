package dev.rollcall.manager.run;

import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;

import javax.sql.DataSource;

import dev.rollcall.model.Cause;
import dev.rollcall.model.Envelope;
import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.Mode;
import dev.rollcall.model.Outcome;
import dev.rollcall.model.OutcomeKind;
import dev.rollcall.model.RequestId;
import dev.rollcall.model.RunId;
import dev.rollcall.model.SubjectId;
import dev.rollcall.model.SyncOutcome;
import dev.rollcall.model.UserNotice;
import dev.rollcall.outbox.MessageJson;
import dev.rollcall.testbed.ServiceDatabase;
import dev.rollcall.testbed.Testbed;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The run log on a real PostgreSQL, without the application around it. */
final class RunLogDatabase {

    private final MessageJson json = MessageJson.create();
    final Jdbi jdbi;
    final Counters counters = new Counters(json);
    final LiveWriter live = new LiveWriter(json);
    final RunEnding ending = new RunEnding(counters, InstantSource.system());
    final HeldPeople held;
    final EntryLog entries;
    final RunLog runs;
    final Retention retention;
    private final OutcomeProjection outcomes;
    private final NoticeProjection notices;

    /** @param schema a test's own */
    RunLogDatabase(String schema) {
        this.jdbi = Jdbi.create(pool(Testbed.postgres().database(schema).migrated()));
        var clock = InstantSource.system();
        this.held = new HeldPeople(jdbi, json, clock);
        this.outcomes = new OutcomeProjection(
                jdbi, json, new EntryWriter(json), live, counters, ending, null, null, held, clock);
        this.notices = new NoticeProjection(jdbi, live, counters, ending, clock, new SimpleMeterRegistry());
        this.entries = new EntryLog(jdbi, clock);
        this.runs = new RunLog(jdbi, counters, clock);
        this.retention = new Retention(ending, counters, null, clock, new Retention.Transactions() {
            @Override
            public <T> T in(Function<Handle, T> work) {
                return jdbi.inTransaction(work::apply);
            }
        });
    }

    private static DataSource pool(ServiceDatabase database) {
        try {
            return AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                    .connectionPoolConfiguration(config -> config.maxSize(4)
                            .connectionFactoryConfiguration(factory -> factory.jdbcUrl(database.jdbcUrl())
                                    .principal(new NamePrincipal(database.username()))
                                    .credential(new SimplePassword(database.password())))));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An active integration; its id. */
    String integration() {
        var id = "i-" + UUID.randomUUID();
        jdbi.useHandle(h -> h.createUpdate("""
                        insert into integration (id, name, state, settings_version, authorize_url, token_url, tenant_id,
                            client_id, client_secret, graph_url, zenqms_url, zenqms_api_key, zenqms_wire, initial_sync,
                            user_sync, integration_key, key_hash, client_state, client_state_hash, secrets_key_id, door_open,
                            credentials_version, access_version, created_at, changed_at)
                        values (:id, 'Test', 'ACTIVE', 1, '', '', :id, '', '', '', '', '', '{}', 'FULL', '{}', '', :id, '', '',
                            '', true, 1, 1, now() - interval '500 days', now())""").bind("id", id).execute());
        return id;
    }

    /** A run whose walk is closed, with these people open; its id. */
    String run(String integration, Mode mode, Collection<String> people) {
        var id = "r-" + UUID.randomUUID();
        jdbi.useTransaction(h -> {
            h.createUpdate("""
                            insert into run (id, integration_id, cause, mode, state, phase, next_step_at, phase_since,
                                started_at, walk_closed)
                            values (:id, :integration, 'REQUEST', :mode, 'RUNNING', 'SETTLING', now(), now(), now(), true)""")
                    .bind("id", id)
                    .bind("integration", integration)
                    .bind("mode", mode.name())
                    .execute();
            h.createUpdate("insert into run_entry (run_id, subject_id) select :id, s from unnest(:people::text[]) s")
                    .bind("id", id)
                    .bind("people", people.toArray(String[]::new))
                    .execute();
            counters.begun(h, id, people.size());
        });
        return id;
    }

    void report(Collection<Report> reports) {
        jdbi.useTransaction(h -> outcomes.project(h, reports));
    }

    void notice(Collection<NoticeProjection.Sourced> arrived) {
        jdbi.useTransaction(h -> notices.project(h, arrived));
    }

    /** As "sync this person now" does. */
    void request(String integration, String subject, String request, Instant at) {
        jdbi.useTransaction(h -> {
            LiveRun.ensure(h, List.of(integration));
            ending.lock(h, List.of(LiveRun.id(integration)));
            var tally = new Tally();
            var entry = new LiveWriter.Arrived(
                    0,
                    integration,
                    null,
                    at,
                    LiveWriter.About.PERSON,
                    subject,
                    null,
                    "REQUEST",
                    request,
                    null,
                    null,
                    null);
            live.arrived(h, List.of(entry), tally);
            counters.apply(h, tally);
        });
    }

    Run find(String run) {
        return jdbi.withHandle(h -> runs.find(run)).orElseThrow();
    }

    RunLog.Head head(String run) {
        return runs.head(run).orElseThrow();
    }

    List<Entry> live(String integration) {
        return entries.page(head(LiveRun.id(integration)), EntryFilter.ALL, null, 1000)
                .items();
    }

    /** What the counters say, by run, kind and reason. */
    Map<String, Long> counted() {
        return jdbi.withHandle(h -> numbers(h, "select run_id, kind, reason, n from run_count where n <> 0"));
    }

    /** What is really there. */
    Map<String, Long> recounted() {
        return jdbi.withHandle(h -> numbers(h, """
                select e.run_id, coalesce(e.kind, 'PENDING'), coalesce(e.reason, ''), count(*)
                from run_entry e join run r on r.id = e.run_id group by 1, 2, 3
                union all
                select 'live-' || integration_id, coalesce(kind, 'PENDING'), coalesce(reason, ''), count(*)
                from live_entry group by 1, 2, 3"""));
    }

    private static Map<String, Long> numbers(Handle handle, String sql) {
        var numbers = new TreeMap<String, Long>();
        handle.createQuery(sql)
                .map((rs, ctx) ->
                        Map.entry(rs.getString(1) + " " + rs.getString(2) + " " + rs.getString(3), rs.getLong(4)))
                .forEach(e -> numbers.put(e.getKey(), e.getValue()));
        return numbers;
    }

    static NoticeProjection.Sourced notice(String integration, String subject, Instant at) {
        var envelope = Envelope.live(new IntegrationId(integration), Cause.NOTIFICATION, 1, null);
        return new NoticeProjection.Sourced(
                new Notice.Person(new UserNotice(envelope, new SubjectId(subject), "updated", at)),
                UUID.randomUUID().toString());
    }

    /** A report as a worker sends it. */
    record Said(
            String integration,
            String run,
            String request,
            String subject,
            long sequence,
            Cause cause,
            OutcomeKind kind,
            Instant noticedAt) {

        Report.Done done() {
            var envelope = new Envelope(
                    new IntegrationId(integration),
                    cause,
                    run == null ? null : new RunId(run),
                    request == null ? null : new RequestId(request),
                    Mode.APPLY,
                    1,
                    null);
            var reason = kind == OutcomeKind.SKIPPED ? "missing-job-title" : null;
            return new Report.Done(new SyncOutcome(
                    envelope,
                    new SubjectId(subject),
                    sequence,
                    new Outcome(kind, null, null, reason, null, null, null, null),
                    Instant.now(),
                    noticedAt));
        }
    }
}
