package dev.rollcall.zenqms.budget;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

import dev.rollcall.model.IntegrationId;

import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The pace of an integration as the replicas agree on it: each tells what it saw, and reads what came of that. */
final class PaceTable {

    private static final Logger LOG = Logger.getLogger(PaceTable.class);

    private final Jdbi jdbi;
    private final IntegrationId integration;
    private final double begin;

    PaceTable(Jdbi jdbi, IntegrationId integration, double begin) {
        this.jdbi = jdbi;
        this.integration = integration;
        this.begin = begin;
    }

    /**
     * A pace and which one it is.
     *
     * @param version grows with each change of the speed, also over a loss of the table
     */
    record Agreed(Pace pace, long version) {}

    /** Tells what was seen; the pace that follows from it. */
    Agreed tell(Observed seen, Ceiling ceiling) {
        return jdbi.inTransaction(handle -> {
            var now = now(handle);
            var known = known(handle).orElseGet(() -> first(handle, ceiling, now));
            var pace = known.pace().after(seen, ceiling, now);
            if (pace.equals(known.pace())) {
                return known;
            }
            var changed = pace.requestsPerSecond() != known.pace().requestsPerSecond();
            var next = new Agreed(pace, changed ? Math.max(known.version() + 1, now.toEpochMilli()) : known.version());
            store(handle, next);
            if (pace.requestsPerSecond() < known.pace().requestsPerSecond()) {
                LOG.infof(
                        "Asking ZenQMS more slowly, %.1f instead of %.1f requests/s: integrationId=%s",
                        pace.requestsPerSecond(), known.pace().requestsPerSecond(), integration);
            }
            return next;
        });
    }

    /** Nobody asks ZenQMS for so long. */
    void quiet(Duration time) {
        if (time.isPositive()) {
            jdbi.useHandle(handle -> handle.createUpdate("""
                            update zenqms_pace set quiet_until =
                                greatest(quiet_until, now() + :time * interval '1 millisecond')
                            where integration_id = :integration""")
                    .bind("integration", integration.value())
                    .bind("time", time.toMillis())
                    .execute());
        }
    }

    /** For how many milliseconds nobody is to ask. */
    long quiet() {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        select ceil(extract(epoch from quiet_until - now()) * 1000) from zenqms_pace
                        where integration_id = :integration and quiet_until > now()""")
                .bind("integration", integration.value())
                .mapTo(Long.class)
                .findOne()
                .orElse(0L));
    }

    private Optional<Agreed> known(Handle handle) {
        return handle.createQuery("select * from zenqms_pace where integration_id = :integration for update")
                .bind("integration", integration.value())
                .map((rs, ctx) -> agreed(rs))
                .findOne();
    }

    private Agreed first(Handle handle, Ceiling ceiling, Instant now) {
        var pace = Pace.begin(Math.min(begin, ceiling.requestsPerSecond()), now);
        handle.createUpdate("""
                        insert into zenqms_pace (integration_id, version, requests_per_second, gentle_from, usual_millis,
                            changed_at, lowered_at)
                        values (:integration, :version, :speed, :gentle, 0, :now, 'epoch')
                        on conflict (integration_id) do nothing""")
                .bind("integration", integration.value())
                .bind("version", now.toEpochMilli())
                .bind("speed", pace.requestsPerSecond())
                .bind("gentle", pace.gentleFrom())
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .execute();
        return known(handle).orElseThrow();
    }

    private void store(Handle handle, Agreed next) {
        handle.createUpdate("""
                        update zenqms_pace set version = :version, requests_per_second = :speed, gentle_from = :gentle,
                            usual_millis = :usual, changed_at = :changed, lowered_at = :lowered
                        where integration_id = :integration""")
                .bind("integration", integration.value())
                .bind("version", next.version())
                .bind("speed", next.pace().requestsPerSecond())
                .bind("gentle", next.pace().gentleFrom())
                .bind("usual", next.pace().usualMillis())
                .bind("changed", next.pace().changedAt().atOffset(ZoneOffset.UTC))
                .bind("lowered", next.pace().loweredAt().atOffset(ZoneOffset.UTC))
                .execute();
    }

    /** The database's time, so that replicas agree. */
    private static Instant now(Handle handle) {
        return handle.createQuery("select clock_timestamp()")
                .mapTo(OffsetDateTime.class)
                .one()
                .toInstant();
    }

    private static Agreed agreed(ResultSet rs) throws SQLException {
        return new Agreed(
                new Pace(
                        rs.getDouble("requests_per_second"),
                        rs.getDouble("gentle_from"),
                        rs.getDouble("usual_millis"),
                        rs.getObject("changed_at", OffsetDateTime.class).toInstant(),
                        rs.getObject("lowered_at", OffsetDateTime.class).toInstant()),
                rs.getLong("version"));
    }
}
