package dev.rollcall.manager.sweep;

import java.time.Instant;
import java.util.UUID;

import dev.rollcall.testbed.Testbed;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The sweep's tables on a real PostgreSQL, without the application around them. */
final class SweepDatabase {

    private static final Jdbi JDBI = Jdbi.create(
            Testbed.postgres().database("subscription_manager_sweep").migrated().dataSource());

    private SweepDatabase() {}

    static Handle open() {
        return JDBI.open();
    }

    /** An active integration; its id. */
    static String integration(Handle handle) {
        var id = "i-" + UUID.randomUUID();
        handle.createUpdate("""
                        insert into integration (id, name, state, settings_version, authorize_url, token_url, tenant_id,
                            client_id, client_secret, graph_url, zenqms_url, zenqms_api_key, zenqms_wire, initial_sync,
                            user_sync, integration_key, key_hash, client_state, client_state_hash, secrets_key_id, door_open,
                            credentials_version, access_version, created_at, changed_at)
                        values (:id, 'Test', 'ACTIVE', 1, '', '', :id, '', '', '', '', '', '{}', 'FULL', '{}', '', :id, '', '',
                            '', true, 1, 1, now(), now())""").bind("id", id).execute();
        return id;
    }

    /** A notification that was read. */
    static void heard(Handle handle, String integration, String subject, Instant at) {
        handle.createUpdate("""
                        insert into live_entry (integration_id, source, received_at, about, subject_id, cause)
                        values (:id, :source, :at, 'PERSON', :subject, 'NOTIFICATION')""")
                .bind("id", integration)
                .bind("source", UUID.randomUUID().toString())
                .bind("at", at)
                .bind("subject", subject)
                .execute();
    }
}
