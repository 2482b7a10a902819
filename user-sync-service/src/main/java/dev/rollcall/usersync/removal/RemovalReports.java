package dev.rollcall.usersync.removal;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.model.IntegrationId;
import dev.rollcall.model.RunId;

import org.jdbi.v3.core.Handle;

/** What was said of removals that are done. */
@ApplicationScoped
class RemovalReports {

    /** What it came to. */
    record Sum(long cleared, long leftAlone) {}

    /** @return empty when it was reported before, or the lease ended */
    Optional<Sum> report(Handle handle, Removal removal) {
        return handle.createQuery("""
                        update removal set reported = true, said_at = now()
                        where integration_id = :integration and run_id = :run and fence = :fence
                          and leased_until > now() and not reported
                        returning cleared, left_alone""")
                .bindMap(RemovalTable.of(removal))
                .map((rs, ctx) -> new Sum(rs.getLong(1), rs.getLong(2)))
                .findOne();
    }

    /** A removal that was reported, and that the settings still ask for. */
    record Unheard(IntegrationId integrationId, RunId runId, long settingsVersion, Sum sum) {}

    /** Marks them as said: one replica says it. */
    List<Unheard> unheard(Handle handle, Duration since) {
        return handle.createQuery("""
                        update removal r set said_at = now() from integration i
                        where i.integration_id = r.integration_id and i.state = 'REMOVING'
                          and r.run_id = i.settings -> 'envelope' ->> 'runId' and r.reported
                          and (r.said_at is null or r.said_at <= now() - :since * interval '1 millisecond')
                        returning r.integration_id, r.run_id, i.version, r.cleared, r.left_alone""")
                .bind("since", since.toMillis())
                .map((rs, ctx) -> new Unheard(
                        new IntegrationId(rs.getString(1)),
                        new RunId(rs.getString(2)),
                        rs.getLong(3),
                        new Sum(rs.getLong(4), rs.getLong(5))))
                .list();
    }
}
