package dev.rollcall.usersync.reconcile;

import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.LinksCleared;
import dev.rollcall.model.MessageType;
import dev.rollcall.model.SyncOutcome;
import dev.rollcall.model.SyncPlan;
import dev.rollcall.model.Trouble;
import dev.rollcall.testbed.Testbed;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.ColonPrefixSqlParser;
import org.jdbi.v3.core.statement.SqlParser;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.postgres.PostgresPlugin;

/**
 * The service's own schema in a real PostgreSQL, with one thing changed: {@code now()} is the simulation's. PostgreSQL looks for
 * functions along the search path, so a schema before {@code pg_catalog} may have its own.
 */
final class SimulatedDatabase implements AutoCloseable {

    private static final List<String> OF_AN_INTEGRATION = List.of(
            "integration",
            "work_row",
            "ledger",
            "intent",
            "brake_event",
            "zenqms_index",
            "zenqms_index_build",
            "walk",
            "walk_batch",
            "removal");

    private static final SqlParser PARSER = new ColonPrefixSqlParser();

    private final AgroalDataSource pool;
    private final Jdbi jdbi;

    /** @param schema a test class's own; another one holds its time */
    SimulatedDatabase(String schema) {
        var ofTime = schema + "_time";
        try {
            var database = Testbed.postgres().database(schema).migrated();
            try (var superuser = Testbed.postgres().superuser();
                    var statement = superuser.createStatement()) {
                statement.execute("create schema if not exists " + ofTime + " authorization " + database.username());
            }
            this.pool = AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                    .connectionPoolConfiguration(config -> config.maxSize(8)
                            .connectionFactoryConfiguration(factory -> factory.jdbcUrl(database.jdbcUrl())
                                    .principal(new NamePrincipal(database.username()))
                                    .credential(new SimplePassword(database.password()))
                                    // Nobody pulls the plug here; a commit need not wait for the disk.
                                    .initialSql("set search_path = " + ofTime + ", " + database.schema()
                                            + ", pg_catalog; set synchronous_commit = off"))));
            this.jdbi = over(pool);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        jdbi.useHandle(
                handle -> handle.createScript("""
                        create unlogged table if not exists <time>.present (at timestamptz not null);
                        delete from <time>.present;
                        insert into <time>.present values ('epoch');
                        create or replace function <time>.now() returns timestamptz language sql volatile
                            as 'select at from <time>.present';
                        create or replace function <time>.clock_timestamp() returns timestamptz language sql volatile
                            as 'select at from <time>.present';
                        """.replace("<time>", ofTime)).execute());
    }

    static Jdbi over(javax.sql.DataSource source) {
        var jdbi = Jdbi.create(source).installPlugin(new PostgresPlugin());
        // A process has an object of its own; what it parsed, all may know.
        jdbi.getConfig(SqlStatements.class).setSqlParser(PARSER);
        return jdbi;
    }

    AgroalDataSource pool() {
        return pool;
    }

    Jdbi jdbi() {
        return jdbi;
    }

    void setTime(Instant now) {
        jdbi.useHandle(handle -> handle.execute("update present set at = ?", now.atOffset(ZoneOffset.UTC)));
    }

    /** As the outbox took them. */
    List<SyncOutcome> outcomes(IntegrationId integration) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select convert_from(value, 'UTF8') from outbox
                        where topic = 'rollcall.sync.outcomes' and headers ->> 'ce_type' = :type and message_key like :key
                        order by id""")
                .bind("type", MessageType.OUTCOME.ceType())
                .bind("key", integration.value() + "/%")
                .mapTo(String.class)
                .map(text -> SimulatedProcess.JSON.fromText(text, SyncOutcome.class))
                .list());
    }

    List<LinksCleared> linksCleared(IntegrationId integration) {
        return ofIntegration(integration, MessageType.LINKS_CLEARED, LinksCleared.class);
    }

    List<SyncPlan> plans(IntegrationId integration) {
        return ofIntegration(integration, MessageType.PLAN, SyncPlan.class);
    }

    List<Trouble> troubles(IntegrationId integration) {
        return ofIntegration(integration, MessageType.TROUBLE, Trouble.class);
    }

    private <T> List<T> ofIntegration(IntegrationId integration, MessageType type, Class<T> said) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select convert_from(value, 'UTF8') from outbox
                        where headers ->> 'ce_type' = :type and message_key like :key order by id""")
                .bind("type", type.ceType())
                .bind("key", integration.value() + "/%")
                .mapTo(String.class)
                .map(text -> SimulatedProcess.JSON.fromText(text, said))
                .list());
    }

    /** When the next row may be worked on; null when none waits. */
    Instant nextDue(IntegrationId integration) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select min(greatest(w.due_at, coalesce(w.leased_until, w.due_at), coalesce(i.resting_until, w.due_at)))
                        from work_row w join integration i using (integration_id)
                        where w.integration_id = :id and w.state = 'due'""")
                .bind("id", integration.value())
                .mapTo(OffsetDateTime.class)
                .findOne()
                .map(OffsetDateTime::toInstant)
                .orElse(null));
    }

    List<String> waiting(IntegrationId integration) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select subject_id || ' ' || state || ' ' || coalesce(waiting_for, '') from work_row where integration_id = ?")
                .bind(0, integration.value())
                .mapTo(String.class)
                .list());
    }

    /** A sequence leaves nothing to the next. */
    void forget(String integration) {
        jdbi.useHandle(handle -> {
            OF_AN_INTEGRATION.forEach(
                    table -> handle.execute("delete from " + table + " where integration_id = ?", integration));
            handle.execute("delete from outbox");
        });
    }

    @Override
    public void close() {
        pool.close();
    }
}
