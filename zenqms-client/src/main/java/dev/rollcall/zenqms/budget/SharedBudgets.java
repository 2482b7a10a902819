package dev.rollcall.zenqms.budget;

import javax.sql.DataSource;

import dev.rollcall.model.IntegrationId;

import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.distributed.jdbc.PrimaryKeyMapper;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.postgresql.Bucket4jPostgreSQL;
import org.jdbi.v3.core.Jdbi;

/**
 * Budgets in PostgreSQL: what all replicas ask together stays under each integration's pace. One object per service. The tables
 * are those of the resource {@code zenqms/budget.sql}, in the search path.
 */
public final class SharedBudgets {

    private final Jdbi jdbi;
    private final ProxyManager<String> buckets;
    private final double begin;

    /** @param begin requests a second as long as nothing is known about a ZenQMS; 0 for the usual 5 */
    public SharedBudgets(DataSource database, Jdbi jdbi, double begin) {
        this(database, jdbi, begin, TimeMeter.SYSTEM_MILLISECONDS);
    }

    /** For tests, in which time passes only when they say so. */
    SharedBudgets(DataSource database, Jdbi jdbi, double begin, TimeMeter time) {
        this.jdbi = jdbi;
        this.begin = begin > 0 ? begin : Pace.BEGIN;
        this.buckets = Bucket4jPostgreSQL.selectForUpdateBasedBuilder(database)
                .primaryKeyMapper(PrimaryKeyMapper.STRING)
                .table("zenqms_bucket")
                .idColumn("integration_id")
                .clientClock(time)
                .build();
    }

    /** The budget of one integration, with the ceiling of its settings. */
    public Budget of(IntegrationId integration, Ceiling ceiling) {
        return new SharedBudget(
                integration, ceiling, buckets, new PaceTable(jdbi, integration, begin), new Places(jdbi, integration));
    }
}
