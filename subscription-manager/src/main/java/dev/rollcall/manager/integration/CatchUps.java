package dev.rollcall.manager.integration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import dev.rollcall.model.IntegrationId;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * What may have been missed is on record until the change feed was read for it. Whoever asks twice before that gets one
 * sweep; a wish that comes while one is under way gets another, as its first pages may be older.
 */
@ApplicationScoped
public class CatchUps {

    private final Jdbi jdbi;

    public CatchUps(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    @Transactional
    public void want(IntegrationId id, CatchUpCause cause) {
        jdbi.useHandle(handle -> want(handle, id.value(), cause));
    }

    /** In the caller's transaction. Where we don't know the integration, nothing happens. */
    public static void want(Handle handle, String integration, CatchUpCause cause) {
        handle.createUpdate("""
                        insert into sweep (integration_id, wanted) select id, :cause from integration where id = :id
                        on conflict (integration_id) do update set
                            wanted = coalesce(sweep.wanted, excluded.wanted), attempt = 0, try_at = null""")
                .bind("id", integration)
                .bind("cause", cause.name())
                .execute();
    }
}
