package dev.rollcall.zenqms.budget;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

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
public final class SharedBudgets implements Budgets {

    private final Jdbi jdbi;
    private final ProxyManager<String> buckets;
    private final double begin;
    /** Survive a change of settings: what a replica holds is one, whichever budget took it. */
    private final Map<IntegrationId, ReplicaPlaces> places = new ConcurrentHashMap<>();

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

    @Override
    public Budget of(IntegrationId integration, Ceiling ceiling) {
        var held = places.computeIfAbsent(integration, id -> new ReplicaPlaces(new Places(jdbi, id)));
        held.ceiling(ceiling.atATime());
        return new SharedBudget(integration, ceiling, buckets, new PaceTable(jdbi, integration, begin), held);
    }

    @Override
    public void close() {
        places.values().forEach(ReplicaPlaces::close);
    }
}
