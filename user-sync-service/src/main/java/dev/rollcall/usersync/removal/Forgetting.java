package dev.rollcall.usersync.removal;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import dev.rollcall.model.IntegrationId;

import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;

/**
 * Forgets an integration that is removed: people, links, counters, access. What stays is that it was removed, by which version,
 * so that old messages bring nothing back.
 */
@ApplicationScoped
class Forgetting {

    private static final Logger LOG = Logger.getLogger(Forgetting.class);

    private static final List<String> TABLES = List.of(
            "ledger",
            "intent",
            "brake_event",
            "zenqms_index",
            "zenqms_index_build",
            "walk_batch",
            "walk",
            "cancelled_run",
            "removal",
            "zenqms_bucket",
            "zenqms_pace",
            "zenqms_place");

    private final Jdbi jdbi;

    Forgetting(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** @return whether there was one to forget */
    boolean forgetOne() {
        var removed = jdbi.withHandle(
                handle -> handle.createQuery("""
                        select integration_id from integration where state = 'REMOVED' and not forgotten limit 1""").mapTo(String.class).findOne());
        return removed.map(IntegrationId::new).map(this::forget).orElse(false);
    }

    private boolean forget(IntegrationId integration) {
        return jdbi.inTransaction(handle -> {
            var mine = handle.createQuery("""
                            select 1 from integration i where integration_id = :integration and state = 'REMOVED'
                              and not forgotten and not exists (select 1 from work_row w
                                  where w.integration_id = i.integration_id and w.leased_until > now())
                            for update skip locked""")
                    .bind("integration", integration.value())
                    .mapTo(Integer.class)
                    .findOne();
            if (mine.isEmpty()) {
                return false;
            }
            handle.createUpdate("""
                            update integration set forgotten = true, settings = null, access_audience = null,
                                access_sealed = null, resting_until = null, resting_reason = null, resting_count = 0
                            where integration_id = :integration""").bind("integration", integration.value()).execute();
            handle.createUpdate("delete from work_row where integration_id = :integration")
                    .bind("integration", integration.value())
                    .execute();
            TABLES.forEach(table -> handle.createUpdate("delete from " + table + " where integration_id = :integration")
                    .bind("integration", integration.value())
                    .execute());
            LOG.infof("Forgotten: integrationId=%s", integration);
            return true;
        });
    }
}
