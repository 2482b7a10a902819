package dev.rollcall.manager.run;

import java.util.Collection;

import org.jdbi.v3.core.Handle;

/** The standing run of an integration: it begins with it, and never ends. */
public final class LiveRun {

    private static final String PREFIX = "live-";

    private LiveRun() {}

    /** Its id, the same for good. */
    public static String id(String integrationId) {
        return PREFIX + integrationId;
    }

    /** Which integration's it is; its id must be a live run's. */
    static String integrationOf(String runId) {
        return runId.substring(PREFIX.length());
    }

    /** Nothing happens where they have one, or where we don't know the integration. */
    public static void ensure(Handle handle, Collection<String> integrations) {
        handle.createUpdate("""
                        insert into run (id, integration_id, cause, mode, state, phase, next_step_at, phase_since, started_at)
                        select 'live-' || i.id, i.id, 'LIVE', 'APPLY', 'LIVE', 'LIVE', i.created_at, i.created_at, i.created_at
                        from integration i
                        where i.id = any(:ids) and not exists (select 1 from run r where r.id = 'live-' || i.id)
                        order by i.id on conflict do nothing""")
                .bind("ids", integrations.toArray(String[]::new))
                .execute();
    }
}
